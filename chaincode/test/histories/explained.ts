import type { TestChannel } from '../ledger/test-channel.js';
import type { Books } from '../oracle/books.js';
import { cashOf, sum } from '../oracle/cash.js';
import { BANK } from '../scenario/members.js';
import { expectEqual, sorted } from './equal.js';

interface RawPosition extends Readonly<Record<string, unknown>> {
  readonly captured: readonly { readonly reason: string; readonly capturedFen: number }[];
}

/**
 * A balance explains itself, and as the oracle does:
 * balance + receivable + shortfall = available + frozen by each reason + in transit + held + payable.
 */
export async function expectExplained(
  channel: TestChannel,
  books: Books,
  { number, at }: { readonly number: string; readonly at: string },
): Promise<void> {
  const { position } = await channel.evaluate<{ readonly position: RawPosition }>({
    function: 'AccountContract:GetAccount',
    request: { accountNumber: number, at },
    caller: BANK.gateway,
  });
  const account = books.accounts.get(number);
  if (account === undefined) throw new Error(`The oracle has no account ${number}.`);
  const { withdrawableFen } = position;
  const { frozen, withdrawable, ...cash } = cashOf(books, account, Date.parse(at) / 1_000);
  expectEqual(
    `the cash of ${number}`,
    sorted(explained(position)),
    sorted({ ...cash, frozen: sorted(frozen) }),
  );
  // What clearing has brought can be withdrawn on the next day; until that is open, nothing can be.
  if (books.day === 'open') expectEqual(`what ${number} can withdraw`, withdrawableFen, withdrawable);
}

function explained(position: RawPosition): object {
  const amount = (name: string) => Number(position[`${name}Fen`]);
  const of = (reason: string) => {
    return sum(position.captured.map((each) => (each.reason === reason ? each.capturedFen : 0)));
  };
  const reasons = ['judicial', 'forty-eight-hours', 'loss-report'];
  const frozen = Object.fromEntries(reasons.map((reason) => [reason, of(reason)]));
  const others = ['available', 'inTransit', 'held', 'payable'].map(amount);
  const parts = [...Object.values(frozen), ...others];
  const thereIs = amount('balance') + amount('receivable') + amount('shortfall');
  if (thereIs !== sum(parts) || parts.some((part) => part < 0)) {
    throw new Error(`A balance is not explained: ${JSON.stringify(position)}.`);
  }
  const names = ['balance', 'inTransit', 'held', 'available', 'shortfall'];
  return { frozen: sorted(frozen), ...Object.fromEntries(names.map((name) => [name, amount(name)])) };
}
