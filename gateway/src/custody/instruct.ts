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

/** What every instruction has. */
export interface Instruction {
  /** 流水号; this side uses it once. */
  readonly serial: string;
  /** When this side took it, RFC 3339 with zone; now where it is not given. */
  readonly initiatedAt?: string | undefined;
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
  const isTimed = instructions.every(({ initiatedAt }) => initiatedAt !== undefined);
  const now = isTimed ? undefined : await clock.now(call.channel);
  const { answer, ...receipt } = await ledger.submit({
    ...call,
    request: {
      instructions: instructions.map((line) => ({ ...line, initiatedAt: line.initiatedAt ?? now })),
    },
  });
  return { results: (answer as BatchAnswer).results, receipt };
}
