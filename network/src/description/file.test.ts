import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DataFolderError } from '../layout/data-folder-error.js';
import { findNetworkDescription, readNetworkDescription } from './file.js';

const dataDir = mkdtempSync(path.join(tmpdir(), 'sanfang-description-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

describe('reading network.json', () => {
  test('of a folder without one says how to get one', () => {
    const empty = path.join(dataDir, 'none');
    expect(findNetworkDescription(empty)).toBeUndefined();
    expect(() => readNetworkDescription(empty)).toThrow(
      new DataFolderError(
        `The folder ${empty} holds no network: there is no network.json in it; start the network once, or name another folder with --data.`,
      ),
    );
  });

  test.each([
    [
      'of another layout',
      '{"layoutVersion": 99}',
      `The data folder ${dataDir} has layout version 99, this program needs version 1; start with --reset to make it anew, or name another folder with --data.`,
    ],
    [
      'without a layout version',
      '{}',
      `The data folder ${dataDir} has layout version none, this program needs version 1; start with --reset to make it anew, or name another folder with --data.`,
    ],
  ])('%s is refused', (_, text, message) => {
    writeFileSync(path.join(dataDir, 'network.json'), text);
    expect(() => readNetworkDescription(dataDir)).toThrow(new DataFolderError(message));
  });

  test.each([
    ['cut off', '{"layoutVersion": 1, ', 'is not JSON'],
    ['damaged', '{"layoutVersion": 1}', 'is damaged at profile'],
  ])('%s names the file and the remedy', (_, text, problem) => {
    writeFileSync(path.join(dataDir, 'network.json'), text);
    expect(() => readNetworkDescription(dataDir)).toThrow(problem);
    expect(() => readNetworkDescription(dataDir)).toThrow(path.join(dataDir, 'network.json'));
    expect(() => readNetworkDescription(dataDir)).toThrow('start with --reset to make the network anew.');
  });
});
