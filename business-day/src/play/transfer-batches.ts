import { formatYuan } from '@sanfang/chaincode/rules/money';
import type { ClientRow, Side, TransferRow } from '../input/rows.js';
import { type LineResult, sendBatch } from './batch.js';
import type { Stage, Watcher } from './stage.js';
import { type Wave, wavesOf } from './waves.js';

/** What became of a transfer: `posted`, the code with which it was refused, or the state in which it was left. */
export interface Played {
  readonly transfer: TransferRow;
  readonly outcome: string;
}

/** Of whom and how the transfers are. */
export interface Clients {
  readonly rows: readonly ClientRow[];
  /** By account number. */
  readonly bankAccountRefs: ReadonlyMap<string, string>;
}

/** What a transfer came to when it was begun or last moved on. */
type Standing = Map<TransferRow, LineResult | undefined>;

const LARGEST_BATCH = 150;
/** For an account that was not opened: its transfers are refused, and the report names them. */
const NO_BANK_ACCOUNT = '0'.repeat(16);

/**
 * Plays the transfers of a relationship in waves, each to its end: both sides begin theirs, then the bank pays and
 * takes, as its core system would.
 */
export async function playTransfers(
  transfers: readonly TransferRow[],
  {
    stage,
    clients,
    watcher,
  }: { readonly stage: Stage; readonly clients: Clients; readonly watcher: Watcher },
): Promise<readonly Played[]> {
  const lineOf = lines(clients);
  const played: Played[] = [];
  for (const wave of wavesOf(transfers, LARGEST_BATCH)) {
    const standing = await playWave(wave, stage, lineOf);
    played.push(...[...standing].map(([transfer, result]) => ({ transfer, outcome: outcomeOf(result) })));
    watcher.transferred(standing.size);
  }
  return played;
}

/** One transaction after the other: they share pages of the custody book, which one of them changes at a time. */
async function playWave(wave: Wave, stage: Stage, lineOf: LineOf): Promise<Standing> {
  const standing: Standing = new Map();
  await begin('bank', wave, { stage, lineOf, standing });
  await begin('broker', wave, { stage, lineOf, standing });
  await follow('claim', inState(standing, 'in-transit'), { stage, standing });
  await follow('answer', inState(standing, 'claimed', 'requested'), { stage, standing });
  return standing;
}

type LineOf = (transfer: TransferRow) => { readonly idempotencyKey: string };

function lines({ rows, bankAccountRefs }: Clients): LineOf {
  const channels = new Map(rows.map(({ account_number, channel }) => [account_number, channel]));
  return ({ serial, direction, account_number, amount }) => ({
    idempotencyKey: serial,
    direction,
    accountNumber: account_number,
    bankAccountRef: bankAccountRefs.get(account_number) ?? NO_BANK_ACCOUNT,
    amount: formatYuan(amount),
    channel: channels.get(account_number),
  });
}

async function begin(
  side: Side,
  wave: Wave,
  {
    stage,
    lineOf,
    standing,
  }: { readonly stage: Stage; readonly lineOf: LineOf; readonly standing: Standing },
): Promise<void> {
  const transfers = wave[side];
  const results = await sendBatch(stage.sides[side], '/v1/transfers', {
    relationship: relationshipOf(transfers),
    instructions: transfers.map(lineOf),
  });
  for (const transfer of transfers) standing.set(transfer, results.get(transfer.serial));
}

const FOLLOW_UPS = {
  claim: { path: '/v1/transfer-claims', own: {} },
  answer: { path: '/v1/transfer-answers', own: { outcome: 'done' } },
};

/** The bank claims transfers, or says that its core system has done them. */
async function follow(
  what: keyof typeof FOLLOW_UPS,
  transfers: readonly TransferRow[],
  { stage, standing }: { readonly stage: Stage; readonly standing: Standing },
): Promise<void> {
  const { path, own } = FOLLOW_UPS[what];
  const keyOf = ({ serial }: TransferRow) => `${what}-${serial}`;
  const results = await sendBatch(stage.sides.bank, path, {
    relationship: relationshipOf(transfers),
    instructions: transfers.map((transfer) => ({
      idempotencyKey: keyOf(transfer),
      transfer: { side: transfer.begun_by, idempotencyKey: transfer.serial },
      ...own,
    })),
  });
  for (const transfer of transfers) standing.set(transfer, results.get(keyOf(transfer)));
}

function inState(standing: Standing, ...states: readonly string[]): readonly TransferRow[] {
  return [...standing]
    .filter(([, result]) => result?.state !== undefined && states.includes(result.state))
    .map(([transfer]) => transfer);
}

function relationshipOf(transfers: readonly TransferRow[]): string {
  return transfers[0]?.relationship ?? '';
}

function outcomeOf(result: LineResult | undefined): string {
  return result?.code ?? result?.state ?? 'no answer';
}
