import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestChannel } from '../ledger/test-channel.js';
import { everyFunction, PEOPLE } from '../matrix/every-function.js';
import { proposedBankAccount, registration, timeOf } from '../scenario/accounts.js';
import { BANK, BANK_MSP, BROKER, BROKER_MSP } from '../scenario/members.js';
import { PEPPER, personOf } from '../scenario/people.js';
import { guesses, type Secret, secretsOf, writings } from './secrets.js';

const STRANGER = '600008';
const SECRETS = secretsOf([...PEOPLE, STRANGER]);
const lines: string[] = [];
let channel: TestChannel;

/** Personal data in every place where it does not belong, so that refusals get to see it. */
async function misplaced(): Promise<number> {
  const { name, document, mobile, bankAccount, salt } = personOf(STRANGER);
  const { own, personal } = registration(STRANGER);
  const everything = { name, document, mobile, bankAccount, salt };
  const values = Object.values(everything);
  const line = { serial: 'misplaced', accountNumber: STRANGER, initiatedAt: timeOf(), ...own };
  const requests: (object | string)[] = [
    ...values.map((value) => ({ instructions: [{ ...line, [value]: value }] })),
    ...values.map((value) => ({
      instructions: [{ ...line, serial: value, accountNumber: value, kind: value }],
    })),
    { instructions: [{ ...line, ...everything }] },
    everything,
    `${JSON.stringify(everything)},`,
    name,
  ];
  const transients: Readonly<Record<string, unknown>>[] = [
    ...values.map((value) => ({ personal: { [STRANGER]: { ...personal, [value]: value } } })),
    ...['name', 'document', 'mobile', 'salt'].map((field) => ({
      personal: { [STRANGER]: { ...personal, [field]: `${name} ${document} ${mobile}` } },
    })),
    { personal: { [document]: everything } },
    { personal: `{"${STRANGER}": "${document}` },
    { personal: document, pepper: mobile },
    { personal: { [STRANGER]: { ...personal, ...proposedBankAccount({ bankAccount }) } }, pepper: PEPPER },
    { answerKey: document },
  ];
  let refused = 0;
  const functions = channel.functions().filter((each) => each.startsWith('AccountContract:'));
  for (const each of functions) {
    for (const caller of [BROKER.operator, BANK.operator]) {
      const call = { function: each, caller };
      for (const request of requests) refused += await isRefused({ ...call, request });
      for (const transient of transients) {
        refused += await isRefused({ ...call, request: { instructions: [line] }, transient });
        refused += await isRefused({ ...call, request: { accountNumber: STRANGER }, transient });
      }
    }
  }
  return refused;
}

async function isRefused(call: Parameters<TestChannel['submit']>[0]): Promise<number> {
  try {
    await channel.submit(call);
    return 0;
  } catch {
    return 1;
  }
}

/** Lines of the contracts and of everything below them. */
const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
  vi.spyOn(console, name).mockImplementation((...said: unknown[]) => {
    lines.push(said.map(String).join(' '));
  }),
);
afterAll(() => {
  for (const spy of spies) spy.mockRestore();
});

beforeAll(async () => {
  ({ channel } = await everyFunction());
  const before = channel.refusals().length;
  expect(await misplaced()).toBeGreaterThan(300);
  expect(channel.refusals().length).toBeGreaterThan(before + 300);
}, 120_000);

/** Blocks with keys, values, arguments, answers, events and hashes; refusals; lines of a log; public state. */
function everythingPublic(): string {
  const states = [BANK_MSP, BROKER_MSP].map((mspId) => JSON.stringify([...channel.worldState(mspId)]));
  return [channel.publicText(), ...channel.refusals(), ...lines, ...states].join('\n');
}

describe('personal data', () => {
  it('stands in private data, so that looking for it finds something', () => {
    const held = JSON.stringify([...channel.privateState(BANK_MSP, 'personalData')]);
    const [account = ''] = PEOPLE;
    const { name, document, mobile, bankAccount, salt } = personOf(account);
    for (const text of [name, document, mobile, bankAccount, salt, PEPPER]) expect(held).toContain(text);
  });

  it('would be found where it were written down or hashed without a salt', () => {
    const { name, document, mobile } = personOf(STRANGER);
    const inBase64 = Buffer.from(`known as ${name} here`).toString('base64');
    const hash = createHash('sha256').update(`person/${document}`).digest('hex');
    const keyed = createHmac('sha256', 'mobile').update(mobile).digest('hex');
    expect(found(inBase64, SECRETS, writings)).toContain(`name of ${STRANGER}`);
    expect(found(hash, SECRETS, (secret) => guesses(secret, ['person']))).toEqual([
      `document of ${STRANGER}`,
    ]);
    expect(found(keyed, SECRETS, (secret) => guesses(secret, []))).toEqual([`mobile of ${STRANGER}`]);
  });

  it('is in no block, no state, no event, no refusal and no line of a log, however it is written', () => {
    const text = everythingPublic();
    expect(found(text, SECRETS, writings)).toEqual([]);
  });

  it('cannot be found by hashing what one guesses', () => {
    // Of a text that says the same a thousand times, each word that could be a hash once.
    const text = [...new Set(everythingPublic().match(/[\w+/=-]{16,}/g))].join('\n');
    const known = [...PEOPLE, BANK_MSP, BROKER_MSP, 'custody-bank-a-broker-x', 'personalData', 'person'];
    expect(found(text, SECRETS, (secret) => guesses(secret, known))).toEqual([]);
  });
});

/** Names of the secrets of which the text has any form. */
function found(
  text: string,
  secrets: readonly Secret[],
  forms: (secret: string) => readonly string[],
): string[] {
  return secrets
    .filter(([, secret]) => forms(secret).some((form) => text.includes(form)))
    .map(([what]) => what);
}
