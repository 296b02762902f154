import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deployCommand } from './deploy.js';

describe('npm run deploy', () => {
  let dir: string;
  let errors: string[];
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'sanfang-deploy-'));
    errors = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const run = (...argv: readonly string[]) =>
    deployCommand(argv, {
      cwd: dir,
      dataRoot: dir,
      print: () => undefined,
      printError: (line) => errors.push(line),
    });

  it.each([
    ['no name', ['--chaincode', 'cc'], /name is missing/],
    ['neither folder nor address', ['--name', 'basic'], /either --chaincode DIR or --address/],
    ['both', ['--name', 'basic', '--chaincode', 'cc', '--address', 'localhost:1'], /either --chaincode/],
    [
      'a sequence that is none',
      ['--name', 'b', '--chaincode', 'c', '--sequence', 'two'],
      /--sequence two is no/,
    ],
    ['an option that is not known', ['--nam', 'basic'], /Unknown option '--nam'/],
    ['a folder where no network runs', ['--name', 'basic', '--chaincode', 'cc'], /No network is running in/],
  ])('refuses %s in one line, with exit code 2', async (_, argv, words) => {
    expect(await run(...argv)).toBe(2);

    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(words);
    expect(errors[0]).not.toContain('\n');
  });
});
