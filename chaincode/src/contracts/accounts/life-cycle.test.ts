import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { accountChannel } from '../../../test/scenario/account-channel.js';
import {
  type AccountInstruction,
  accountOf,
  instructAccount,
  numbersFrom,
  proposedBankAccount,
  registration,
} from '../../../test/scenario/accounts.js';
import { BANK, BROKER } from '../../../test/scenario/members.js';
import { personOf } from '../../../test/scenario/people.js';

interface Life {
  readonly status: string;
  readonly suspendedBy?: 'bank' | 'broker';
}

interface Step {
  readonly instruction: (accountNumber: string) => AccountInstruction;
  /** What the step makes of an account, told as plainly as can be; undefined where it must be refused. */
  readonly becomes: (life: Life) => Life | undefined;
}

const move =
  (from: string, to: string) =>
  ({ status }: Life): Life | undefined =>
    status === from ? { status: to } : undefined;

const byBroker =
  (name: string, own: object = {}) =>
  (accountNumber: string) => ({
    function: name,
    caller: BROKER.operator,
    accountNumber,
    own,
  });
const byRisk = (name: string, caller: AccountInstruction['caller']) => (accountNumber: string) => ({
  function: name,
  caller,
  accountNumber,
  own: { reason: 'As the test says' },
});

const STEPS: Readonly<Record<string, Step>> = {
  register: { instruction: (number) => registration(number), becomes: move('nowhere', 'registered') },
  propose: {
    instruction: (accountNumber) => ({
      ...byBroker('ProposeAgreement')(accountNumber),
      personal: proposedBankAccount(personOf(accountNumber)),
    }),
    becomes: move('registered', 'proposed'),
  },
  withdraw: { instruction: byBroker('WithdrawAgreement'), becomes: move('proposed', 'registered') },
  confirm: {
    instruction: (accountNumber) => {
      const { name, document, bankAccount } = personOf(accountNumber);
      const personal = { name, document, bankAccount };
      return { function: 'ConfirmAgreement', caller: BANK.operator, accountNumber, personal };
    },
    becomes: move('proposed', 'confirmed'),
  },
  activate: { instruction: byBroker('Activate'), becomes: move('confirmed', 'active') },
  'suspend by the bank': {
    instruction: byRisk('Suspend', BANK.risk),
    becomes: ({ status }) => (status === 'active' ? { status: 'suspended', suspendedBy: 'bank' } : undefined),
  },
  'suspend by the broker': {
    instruction: byRisk('Suspend', BROKER.risk),
    becomes: ({ status }) =>
      status === 'active' ? { status: 'suspended', suspendedBy: 'broker' } : undefined,
  },
  'resume by the bank': {
    instruction: byRisk('Resume', BANK.risk),
    becomes: ({ status, suspendedBy }) =>
      status === 'suspended' && suspendedBy === 'bank' ? { status: 'active' } : undefined,
  },
  'resume by the broker': {
    instruction: byRisk('Resume', BROKER.risk),
    becomes: ({ status, suspendedBy }) =>
      status === 'suspended' && suspendedBy === 'broker' ? { status: 'active' } : undefined,
  },
  'request closing': {
    instruction: byBroker('RequestClosing'),
    becomes: (life) => {
      if (life.status === 'active') return { status: 'closing' };
      return life.status === 'suspended' && life.suspendedBy === 'broker'
        ? { ...life, status: 'closing' }
        : undefined;
    },
  },
  'cancel closing': {
    instruction: byBroker('CancelClosing'),
    becomes: ({ status, suspendedBy }) => {
      if (status !== 'closing') return undefined;
      return suspendedBy === undefined ? { status: 'active' } : { status: 'suspended', suspendedBy };
    },
  },
  // Interest is never settled here, so nothing is ever closed.
  close: {
    instruction: (accountNumber) => ({ function: 'Close', caller: BANK.operator, accountNumber }),
    becomes: () => undefined,
  },
};

it('whatever is asked in whatever order, an account goes the steps of its life and no other', async () => {
  const channel = await accountChannel();
  const nextAccount = numbersFrom(695_000);
  const step = fc.constantFrom(...Object.keys(STEPS));
  // Most histories begin as they do in business, so that later steps are reached as well.
  const beginning = fc.constantFrom([], ['register', 'propose', 'confirm', 'activate']);
  const history = fc.tuple(beginning, fc.array(step, { minLength: 5, maxLength: 25 }));
  await fc.assert(
    fc.asyncProperty(history, ([first, others]) => live(channel, nextAccount(), [...first, ...others])),
    { numRuns: 20 },
  );
});

async function live(channel: TestChannel, accountNumber: string, steps: readonly string[]): Promise<void> {
  let life: Life = { status: 'nowhere' };
  for (const name of steps) {
    const { instruction, becomes } = STEPS[name] ?? expect.unreachable();
    const after = becomes(life);
    const result = await instructAccount(channel, instruction(accountNumber));
    expect(`${name}: ${result.status}`).toBe(`${name}: ${after === undefined ? 'refused' : 'done'}`);
    life = after ?? life;
  }
  if (life.status !== 'nowhere') expect((await accountOf(channel, accountNumber)).status).toBe(life.status);
}
