import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { PEPPER, personOf } from '../../../chaincode/test/scenario/people.js';
import { type Account, accountWith, instruction } from '../support/accounts.js';
import { bytesOfBlocks, stateAfter, transactionsIn } from '../support/blocks.js';
import { note } from '../support/failures.js';
import { hold } from '../support/holds.js';
import { CHANNEL } from '../support/network.js';
import { foundIn, foundInBytes } from '../support/searching.js';
import { filesOfPeer, logFiles, publicFiles } from '../support/stores.js';
import { ask, type Call, codeOf, submit } from '../support/transactions.js';
import { BANK, BROKER } from '../support/users.js';

/** Its client is refused for one reason after another, and has a name and a mobile number that nobody else has. */
const REFUSED_NUMBER = '7654321';
const REFUSED = { ...personOf(REFUSED_NUMBER), name: '张被拒', mobile: '13999987654' };

/** What the trading collection has of every hold, and no public text. */
const OF_A_HOLD = '"takenFen":';

/** Looked for in large files; each client’s data is kept in the same way. */
const SOME = 8;

/** The client whose account was opened last: a peer's database packs what it has kept for longer. */
let latest = personOf(REFUSED_NUMBER);
let secrets: readonly string[] = [];
let blocks: readonly Buffer[] = [];

/** Who the clients are whose accounts are on the ledger, and the one who was refused; and what their hashes rest on. */
function secretsOf(accountNumbers: readonly string[]): string[] {
  const people = [...accountNumbers.map(personOf), REFUSED];
  return [
    ...people.flatMap(({ name, document, mobile, bankAccount, salt }) => [
      name,
      document,
      mobile,
      bankAccount,
      salt,
    ]),
    PEPPER,
  ];
}

/** Calls whose private part is wrong somewhere: what they are told must not repeat it. */
function wrongCalls({ accountNumber }: Account): Call[] {
  const { name, document, mobile, bankAccount, salt } = REFUSED;
  const own = { clientNumber: REFUSED_NUMBER, kind: 'normal', holder: 'person', evidenceHashes: [] };
  const register = (personal: unknown): Call => ({
    ...instruction(BROKER.gateway, 'AccountContract:Register', { accountNumber: REFUSED_NUMBER, ...own }),
    transient: { pepper: PEPPER, personal: { [REFUSED_NUMBER]: personal as object } },
  });
  return [
    register({ name, document, mobile: `${mobile}0`, salt }),
    register({ name, document: `${document.slice(0, -1)}#`, mobile, salt }),
    register({ name, document, mobile, salt, [mobile]: name }),
    register(name),
    { ...register({}), transient: { personal: `${name} ${document}` } },
    { ...register({}), transient: { personal: { [mobile]: { name } } } },
    {
      ...instruction(BANK.gateway, 'AccountContract:ConfirmAgreement', { accountNumber }),
      transient: { personal: { [accountNumber]: { name, document, bankAccount } } },
    },
    {
      ...instruction(BROKER.gateway, 'AccountContract:ProposeBankAccount', { accountNumber }),
      transient: {
        personal: {
          [accountNumber]: {
            bankAccount: `${bankAccount}1`,
            bankAccountType: 'card',
            bankAccountHolder: 'person',
          },
        },
      },
    },
  ];
}

/** What the caller is told, whether in an answer or in an error. */
async function toldOf(call: Call): Promise<string> {
  const attempt = submit<object>(call);
  return attempt.then(JSON.stringify, (error) => `${error} ${JSON.stringify(error.details ?? '')}`);
}

/** Has the client’s data answered, sealed, by a question that somebody had ordered like a transaction. */
async function askForGood({ accountNumber }: Account): Promise<void> {
  const question: Call = {
    as: BANK.gateway,
    function: 'AccountContract:GetPersonalData',
    request: { accountNumber },
    transient: { answerKey: randomBytes(32).toString('hex') },
  };
  await ask(question);
  expect(await codeOf(question)).toBe('VALID');
}

beforeAll(async () => {
  const account = await accountWith(100_000);
  latest = personOf(account.accountNumber);
  expect(await codeOf(hold(account, 500))).toBe('VALID');
  for (const call of wrongCalls(account)) {
    const told = await toldOf(call);
    expect(told).toMatch(/refused|MALFORMED_REQUEST/);
    note(told);
  }
  await askForGood(account);
  blocks = await bytesOfBlocks(BANK.gateway);
  const accountNumbers = [...stateAfter(transactionsIn(blocks)).keys()]
    .filter((key) => key.startsWith('account/'))
    .map((key) => key.slice('account/'.length));
  expect(accountNumbers).toContain(account.accountNumber);
  secrets = secretsOf(accountNumbers);
});

describe('who clients are', () => {
  it('stands in no block, argument, event or answer', () => {
    expect(foundInBytes(CHANNEL, Buffer.concat(blocks), secrets)).toEqual([]);
  });

  it('stands in no log of a peer, the orderer or a chaincode, and in nothing that callers were told', () => {
    const files = logFiles();
    expect(files.some((file) => file.endsWith('what-callers-were-told.log'))).toBe(true);
    expect(foundIn(files, secrets)).toEqual([]);
  });

  it('is kept by the bank, the broker and the regulator of the relationship', () => {
    for (const id of ['bank-a', 'broker-x', 'regulator']) {
      expect(foundIn(filesOfPeer(id), [latest.name]), id).not.toEqual([]);
    }
  });

  it('is in no file of another member, nor of the orderer', () => {
    const some = [...secrets.slice(-SOME), latest.name, latest.document];
    for (const id of ['bank-b', 'broker-y']) expect(foundIn(filesOfPeer(id), some), id).toEqual([]);
    expect(publicFiles()).not.toEqual([]);
    expect(foundIn(publicFiles(), some)).toEqual([]);
  });
});

describe('what the broker holds of orders', () => {
  it('is kept by the broker and the regulator', () => {
    for (const id of ['broker-x', 'regulator']) {
      expect(foundIn(filesOfPeer(id), [OF_A_HOLD]), id).not.toEqual([]);
    }
  });

  it('is in no file of the bank’s peer', () => {
    expect(foundIn(filesOfPeer('bank-a'), [OF_A_HOLD])).toEqual([]);
  });
});
