import type { Block, CommittedTransaction } from './block.js';
import { readWriteSetLines } from './simulation/read-write-set.js';

/** Everything of the blocks that a member of the channel can read, line by line. */
export function publicText(blocks: readonly Block[]): string {
  return blocks.flatMap(({ transactions }) => transactions.flatMap(transactionLines)).join('\n');
}

function transactionLines({
  transactionId,
  caller,
  args,
  payload,
  event,
  set,
  ...rest
}: CommittedTransaction) {
  return [
    `transaction ${transactionId} ${rest.validationCode} by ${caller.mspId}/${caller.id}`,
    ...args.map((arg) => `argument ${arg}`),
    `payload ${payload}`,
    ...(event === undefined ? [] : [`event ${event.name} ${event.payload}`]),
    ...readWriteSetLines(set).map(([label, text]) => `${label} ${text}`),
  ];
}
