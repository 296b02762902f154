import type { CloseableAsyncIterable } from '@hyperledger/fabric-gateway';

/** Reads a stream of events until one satisfies the condition, closes it, and answers all that were read. */
export async function takeUntil<Event>(
  stream: CloseableAsyncIterable<Event>,
  isLast: (event: Event, taken: readonly Event[]) => boolean,
): Promise<readonly Event[]> {
  const taken: Event[] = [];
  try {
    for await (const event of stream) {
      taken.push(event);
      if (isLast(event, taken)) {
        return taken;
      }
    }
  } finally {
    stream.close();
  }
  throw new Error(`The stream ended after ${taken.length} events, before the one waited for.`);
}

export function take<Event>(stream: CloseableAsyncIterable<Event>, count: number): Promise<readonly Event[]> {
  return takeUntil(stream, (_event, taken) => taken.length === count);
}
