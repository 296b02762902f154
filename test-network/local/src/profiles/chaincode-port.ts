import { assertPortFree, OperatorError } from '@sanfang/native-fabric';

/** The port used last time if it still can be, else the first candidate that is free, else what `otherwise` gives. */
export async function choosePort(options: {
  readonly preferred: number | undefined;
  readonly candidates: readonly number[];
  readonly otherwise: () => Promise<number>;
}): Promise<number> {
  const ordered =
    options.preferred === undefined ? options.candidates : [options.preferred, ...options.candidates];
  for (const port of ordered) {
    if (await isFree(port)) {
      return port;
    }
  }
  return options.otherwise();
}

async function isFree(port: number): Promise<boolean> {
  try {
    await assertPortFree(port, 'chaincode service');
    return true;
  } catch (error) {
    if (error instanceof OperatorError) {
      return false;
    }
    throw error;
  }
}
