/**
 * Waits for all of several pieces of work, also when one fails, and then throws the first failure: whoever cleans up
 * after it must not find the others still writing.
 */
export async function settleAll(work: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
}
