import path from 'node:path';
import { parseArgs } from 'node:util';
import { OperatorError } from '@sanfang/native-fabric';
import { DataFolderError } from '@sanfang/network';
import type { DeploySpec } from '../chaincode/deploy-spec.js';
import { connectControl } from '../control/client.js';
import { connectRunning } from '../control/running.js';

export interface DeployCommandOptions {
  /** Below it a running network is looked for if --data is not given; `data` in the working folder (npm's is the repository) if absent. */
  readonly dataRoot?: string;
  /** Relative paths of the arguments are meant from here; where npm was called from if absent. */
  readonly cwd?: string;
  readonly print?: (line: string) => void;
  readonly printError?: (line: string) => void;
}

const USAGE =
  'Usage: npm run deploy -- (--chaincode DIR | --address HOST:PORT [--tls-root FILE]) --name N [--channel C]... ' +
  '[--policy P] [--collections FILE] [--sequence S] [--version V] [--init-required] [--data DIR]';

const FAILED = 1;
const BAD_INPUT = 2;

/** `npm run deploy`: puts a chaincode on the network that runs in the data folder. Answers the exit code. */
export async function deployCommand(
  argv: readonly string[],
  options: DeployCommandOptions = {},
): Promise<number> {
  const print = options.print ?? ((line) => process.stdout.write(`${line}\n`));
  const printError = options.printError ?? ((line) => process.stderr.write(`${line}\n`));
  try {
    const asked = readArguments(argv, options.cwd ?? process.env.INIT_CWD ?? process.cwd());
    if (asked === 'help') {
      print(USAGE);
      return 0;
    }
    const { dataDir, spec } = asked;
    const network = await (dataDir === undefined
      ? connectRunning(options.dataRoot ?? path.resolve('data'))
      : connectControl(dataDir));
    const { name, channels, packages } = await network.deploy(spec);
    for (const { channel, sequence, changed } of channels) {
      print(`${name} on ${channel}: sequence ${sequence}${changed ? '' : ' (agreed before)'}`);
    }
    if (spec.address !== undefined) {
      // The id depends on the name and the address only, so a service can be started with it once and for all.
      print(`The service at ${spec.address} must register as ${packages[0]?.packageId} (CHAINCODE_ID).`);
    }
    return 0;
  } catch (error) {
    printError(error instanceof Error ? error.message : String(error));
    return error instanceof OperatorError || error instanceof DataFolderError ? BAD_INPUT : FAILED;
  }
}

function readArguments(
  argv: readonly string[],
  cwd: string,
): { readonly dataDir: string | undefined; readonly spec: DeploySpec } | 'help' {
  const values = parse(argv);
  if (values.help) {
    return 'help';
  }
  if (values.name === undefined) {
    throw new OperatorError(`A name is missing: --name N. ${USAGE}`);
  }
  if ((values.chaincode === undefined) === (values.address === undefined)) {
    throw new OperatorError(`Give either --chaincode DIR or --address HOST:PORT. ${USAGE}`);
  }
  const sequence = values.sequence === undefined ? undefined : Number(values.sequence);
  if (sequence !== undefined && !(Number.isSafeInteger(sequence) && sequence > 0)) {
    throw new OperatorError(`--sequence ${values.sequence} is no whole number from 1.`);
  }
  const file = (name: string | undefined) => (name === undefined ? undefined : path.resolve(cwd, name));
  const spec = {
    name: values.name,
    chaincode: file(values.chaincode),
    address: values.address,
    tlsRoot: file(values['tls-root']),
    channels: values.channel,
    policy: values.policy,
    collectionsFile: file(values.collections),
    sequence,
    version: values.version,
    initRequired: values['init-required'],
  };
  const given = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
  return {
    dataDir: file(values.data),
    spec: { ...given, name: values.name },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        chaincode: { type: 'string' },
        address: { type: 'string' },
        'tls-root': { type: 'string' },
        name: { type: 'string' },
        channel: { type: 'string', multiple: true },
        policy: { type: 'string' },
        collections: { type: 'string' },
        sequence: { type: 'string' },
        version: { type: 'string' },
        'init-required': { type: 'boolean' },
        data: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new OperatorError(`${(error as Error).message.split('.')[0]}. ${USAGE}`);
  }
}
