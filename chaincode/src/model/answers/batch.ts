import type { Outcome } from '../rows/instruction-row.js';

/**
 * What became of one instruction. `replayed` says that it was carried out before, in the transaction named, and
 * that nothing was done now.
 */
export type InstructionAnswer = { readonly serial: string } & Outcome & {
    readonly transactionId: string;
    readonly replayed: boolean;
  };

/** One answer an instruction, in their order. */
export interface BatchAnswer {
  readonly results: readonly InstructionAnswer[];
}
