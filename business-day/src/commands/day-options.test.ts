import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLIENTS_FILE, TRANSFERS_FILE } from '../input/files.js';
import { readDayOptions } from './day-options.js';

describe('options of npm run day', () => {
  it('say the committed day on an embedded consortium where nothing is given', () => {
    expect(readDayOptions([])).toEqual({
      where: { running: false, profile: 'embedded' },
      clientsFile: CLIENTS_FILE,
      transfersFile: TRANSFERS_FILE,
      json: false,
    });
  });

  it('name a running consortium or a profile', () => {
    expect(readDayOptions(['--data', 'd'])).toMatchObject({
      where: { running: true, dataDir: path.resolve('d') },
    });
    expect(readDayOptions(['--profile', 'native', '--json'])).toMatchObject({
      where: { running: false, profile: 'native' },
      json: true,
    });
    expect(readDayOptions(['--help'])).toBe('help');
  });

  it('refuse what does not fit together or is unknown', () => {
    expect(() => readDayOptions(['--data', 'd', '--profile', 'native'])).toThrow('exclude each other');
    expect(() => readDayOptions(['--clients', 'c.csv'])).toThrow('give both or neither');
    expect(() => readDayOptions(['--profile', 'cloud'])).toThrow(
      '--profile cloud is unknown: give one of embedded',
    );
    expect(() => readDayOptions(['--date', '1'])).toThrow("Unknown option '--date'");
  });
});
