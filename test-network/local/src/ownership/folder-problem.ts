import { OperatorError } from '@sanfang/native-fabric';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EACCES: 'this user may not write there: change its mode',
  EPERM: 'this user may not write there: change its mode',
  EROFS: 'its file system is read-only: make it writable',
  ENOTDIR: 'a part of its path is a file: move that away',
};

/** What the file system refused, in a sentence; every other error comes back as it is. */
export function folderProblem(dataDir: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason === undefined
    ? error
    : new OperatorError(
        `The data folder ${dataDir} cannot be written, ${reason}, or name another folder with --data.`,
        {
          cause: error,
        },
      );
}
