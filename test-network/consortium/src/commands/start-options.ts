import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDir, isProfile, PROFILES, type ProfileName } from '@sanfang/local-network';

export interface StartOptions {
  readonly profile: ProfileName;
  /** Nobody named the profile, so the reader is told what the default means. */
  readonly profileIsDefault: boolean;
  readonly dataDir: string;
  readonly consortiumFile?: string;
  readonly ports: 'configured' | 'free';
  readonly reset: boolean;
  readonly exitWhenReady: boolean;
}

export const START_USAGE = `npm start -- [options]

  --profile ${PROFILES.join('|')}   how Fabric runs; embedded if not given
  --data DIR                          where everything is kept; data/<profile> if not given
  --consortium FILE                   the consortium; network/consortium.yaml if not given
  --ports configured|free             the consortium file's ports, or any that are free
  --reset                             delete the data folder's network first
  --exit-when-ready                   stop again as soon as all is ready
  --help                              this text`;

/** @throws Error with a sentence that names the option and what it takes. */
export function readStartOptions(argv: readonly string[], root: string): StartOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      profile: { type: 'string' },
      data: { type: 'string' },
      consortium: { type: 'string' },
      ports: { type: 'string', default: 'configured' },
      reset: { type: 'boolean', default: false },
      'exit-when-ready': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const profile = values.profile ?? 'embedded';
  if (!isProfile(profile))
    throw new Error(`--profile ${profile} is unknown: give one of ${PROFILES.join(', ')}.`);
  const { ports } = values;
  if (ports !== 'configured' && ports !== 'free') {
    throw new Error(`--ports ${ports} is unknown: give configured or free.`);
  }
  return {
    profile,
    profileIsDefault: values.profile === undefined,
    dataDir: path.resolve(values.data ?? defaultDataDir(path.join(root, 'data'), profile)),
    ...(values.consortium === undefined ? {} : { consortiumFile: path.resolve(values.consortium) }),
    ports,
    reset: values.reset,
    exitWhenReady: values['exit-when-ready'],
  };
}
