import type { Side } from '../../rules/transfer-state.js';
import type { TransferRecord } from '../rows/instruction-row.js';

/** A transfer as an inquiry finds it. */
export interface TransferAnswer extends TransferRecord {
  readonly side: Side;
  readonly serial: string;
  /** The transaction that began it. */
  readonly transactionId: string;
}
