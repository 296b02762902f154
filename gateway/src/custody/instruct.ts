import type { BatchAnswer, InstructionAnswer } from '@sanfang/chaincode/model/answers/batch';
import type { Clock } from '../ports/clock.js';
import type { Ledger, LedgerCall } from '../ports/ledger.js';

/** Which transaction an answer is from. */
export interface Receipt {
  readonly transactionId: string;
  readonly blockNumber: bigint;
}

/** What became of a batch: one result an instruction, in their order. */
export interface Instructed {
  readonly results: readonly InstructionAnswer[];
  readonly receipt: Receipt;
}

/** What every instruction has: its serial (流水号), which this side uses once. */
export interface Instruction {
  readonly serial: string;
}

export interface Batch extends Pick<LedgerCall, 'channel' | 'name' | 'transient'> {
  readonly instructions: readonly Instruction[];
}

/** Has instructions carried out in one transaction; each is done or refused on its own. */
export async function instruct(
  ledger: Ledger,
  clock: Clock,
  { instructions, ...call }: Batch,
): Promise<Instructed> {
  const initiatedAt = await clock.now(call.channel);
  const { answer, ...receipt } = await ledger.submit({
    ...call,
    request: { instructions: instructions.map((line) => ({ ...line, initiatedAt })) },
  });
  return { results: (answer as BatchAnswer).results, receipt };
}
