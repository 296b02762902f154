import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStartOptions } from './start-options.js';

describe('options of npm start', () => {
  it('say embedded and its own data folder where nothing is given', () => {
    expect(readStartOptions([], '/somewhere')).toEqual({
      profile: 'embedded',
      profileIsDefault: true,
      dataDir: path.resolve('/somewhere/data/embedded'),
      ports: 'configured',
      reset: false,
      exitWhenReady: false,
    });
  });

  it('keep the data of profiles apart', () => {
    expect(readStartOptions(['--profile', 'native'], '/somewhere')).toMatchObject({
      profile: 'native',
      profileIsDefault: false,
      dataDir: path.resolve('/somewhere/data/native'),
    });
  });

  it('refuse an unknown profile and say which there are', () => {
    expect(() => readStartOptions(['--profile', 'cloud'], '/')).toThrow(
      '--profile cloud is unknown: give one of embedded, native, docker.',
    );
  });

  it('refuse an unknown option and a misplaced word', () => {
    expect(() => readStartOptions(['--prot'], '/')).toThrow("Unknown option '--prot'");
    expect(() => readStartOptions(['native'], '/')).toThrow("Unexpected argument 'native'");
    expect(() => readStartOptions(['--ports', '80'], '/')).toThrow('--ports 80 is unknown');
  });
});
