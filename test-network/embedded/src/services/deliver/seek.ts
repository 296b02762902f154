import { orderer } from '@hyperledger/fabric-protos';

const { TypeCase } = orderer.SeekPosition;

export interface SeekRange {
  readonly start: number;
  /** The last block to send; beyond the height means until the client hangs up. */
  readonly stop: number;
}

/** Which blocks a client asks for; or why it gets none: the start lies beyond the next block, or after the stop. */
export function seekRange(
  start: orderer.SeekPosition,
  stop: orderer.SeekPosition,
  height: number,
): SeekRange | 'start not found' | 'stop before start' {
  const first = startOf(start, height);
  const number = first ?? 0;
  const last = stopOf(start, stop, number, height);
  if (stop.getTypeCase() === TypeCase.SPECIFIED && last < number) {
    return 'stop before start';
  }
  return first === undefined ? 'start not found' : { start: first, stop: last };
}

function startOf(start: orderer.SeekPosition, height: number): number | undefined {
  switch (start.getTypeCase()) {
    case TypeCase.OLDEST:
      return 0;
    case TypeCase.NEWEST:
      return height - 1;
    case TypeCase.NEXT_COMMIT:
      return height;
    case TypeCase.SPECIFIED: {
      const number = start.getSpecified()?.getNumber() ?? 0;
      return number > height ? undefined : number;
    }
    default:
      return undefined;
  }
}

function stopOf(
  start: orderer.SeekPosition,
  stop: orderer.SeekPosition,
  number: number,
  height: number,
): number {
  switch (stop.getTypeCase()) {
    case TypeCase.OLDEST:
      return number;
    case TypeCase.NEWEST:
      return start.getTypeCase() === TypeCase.NEWEST ? number : height - 1;
    case TypeCase.SPECIFIED:
      return stop.getSpecified()?.getNumber() ?? 0;
    default:
      return 0;
  }
}
