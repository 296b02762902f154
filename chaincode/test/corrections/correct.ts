import type { CorrectionBookedAnswer, CorrectionStateAnswer } from '../../src/model/answers/corrections.js';
import type { VoucherRow } from '../../src/model/rows/voucher-row.js';
import { at } from '../freezes/frozen-channel.js';
import type { Caller } from '../ledger/proposal.js';
import type { Submitted, TestChannel } from '../ledger/test-channel.js';
import { nextSerial } from '../scenario/instruct.js';
import { BANK, BROKER } from '../scenario/members.js';

export interface Correcting {
  readonly change: object;
  readonly id?: string;
  readonly initiatedAt?: string;
  readonly by?: Caller;
}

export async function propose(channel: TestChannel, correcting: Correcting): Promise<CorrectionStateAnswer> {
  const { change, id = nextSerial(), initiatedAt = at('11:00:00'), by = BROKER.operator } = correcting;
  const { answer } = await channel.submit<CorrectionStateAnswer>({
    function: 'CorrectionContract:Propose',
    request: { id, change, reason: 'Difference of the day before', initiatedAt },
    caller: by,
  });
  return answer;
}

export function confirm(
  channel: TestChannel,
  { id, contentHash }: Pick<CorrectionStateAnswer, 'id' | 'contentHash'>,
  { by = BANK.operator, initiatedAt = at('11:05:00') }: { by?: Caller; initiatedAt?: string } = {},
): Promise<Submitted<CorrectionBookedAnswer>> {
  return channel.submit<CorrectionBookedAnswer>({
    function: 'CorrectionContract:Confirm',
    request: { id, contentHash, initiatedAt },
    caller: by,
  });
}

/** One proposes, the other confirms. */
export async function correct(
  channel: TestChannel,
  change: object,
  initiatedAt = at('11:00:00'),
): Promise<Submitted<CorrectionBookedAnswer>> {
  return confirm(channel, await propose(channel, { change, initiatedAt }), { initiatedAt });
}

/** What a transaction left in the journal. */
export function voucherOf({ writes }: Submitted<unknown>): VoucherRow {
  const written = writes.find(({ key }) => key.startsWith('voucher/'))?.value;
  if (written === undefined || written === null) throw new Error('The transaction has left no voucher.');
  return JSON.parse(written);
}
