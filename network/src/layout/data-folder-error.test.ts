import { expect, test } from 'vitest';
import { DataFolderError, writeFailure } from './data-folder-error.js';

const failure = (code: string) => Object.assign(new Error(`${code}: something`), { code });

test('a full disk is one sentence with the remedy', () => {
  expect(writeFailure('/data', failure('ENOSPC'))).toStrictEqual(
    new DataFolderError(
      'The data folder /data cannot be written: there is no space left on its disk; free some, or name a folder on another disk with --data.',
      { cause: failure('ENOSPC') },
    ),
  );
});

test('a folder of somebody else is one sentence with the remedy', () => {
  expect(writeFailure('/data', failure('EACCES'))).toMatchObject({
    message:
      'The data folder /data cannot be written: this user may not write there; change its mode, or name another folder with --data.',
  });
});

test('a failure that is none of the file system stays what it is', () => {
  const mistake = new TypeError('a mistake in the program');
  expect(writeFailure('/data', mistake)).toBe(mistake);
});
