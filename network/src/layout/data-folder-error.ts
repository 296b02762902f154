/** The data folder cannot be used; the message is one sentence with the remedy. */
export class DataFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DataFolderError';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on its disk; free some, or name a folder on another disk with --data',
  EDQUOT: 'the disk quota is used up; free some space, or name another folder with --data',
  EACCES: 'this user may not write there; change its mode, or name another folder with --data',
  EPERM: 'this user may not write there; change its mode, or name another folder with --data',
  EROFS: 'its file system is read-only; name another folder with --data',
  ENOTDIR: 'a part of its path is a file; name another folder with --data',
  EEXIST: 'a file of that name is in the way; name another folder with --data',
};

/** Says why writing into the data folder failed. Errors that are no matter of the file system come back as they are. */
export function writeFailure(dataDir: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason === undefined
    ? error
    : new DataFolderError(`The data folder ${dataDir} cannot be written: ${reason}.`, { cause: error });
}
