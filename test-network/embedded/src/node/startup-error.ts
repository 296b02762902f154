/** A reason not to start, or not to go on, that is told to the user as it is: what is wrong, and what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** Any error as one line for the user: a full disk and a locked folder get their remedy named. */
export function sentenceFor(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof StartupError) {
      return cause.message;
    }
    if (code === 'ENOSPC') {
      return `The disk is full (${cause.message}); free space and start again: nothing committed is lost.`;
    }
    if (code === 'LEVEL_LOCKED') {
      return 'The data folder is in use by another process; stop that one first, or give another dataDir.';
    }
  }
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').join(' ');
}
