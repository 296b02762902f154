import { addFen, type Fen, fen, formatYuan, subtractFen, ZERO_FEN } from '@sanfang/chaincode/rules/money';
import { BUSINESS_DATE } from '../input/files.js';
import type { ClientRow, Side } from '../input/rows.js';
import { person } from './people.js';
import { SeededRandom } from './random.js';

const SEED = 20260706;
const TRANSFERS = 5_000;
const SIDES: readonly Side[] = ['bank', 'broker'];
const CHANNELS: readonly ClientRow['channel'][] = ['mobile', 'web'];

const RELATIONSHIPS = [
  { name: 'custody-bank-a-broker-x', bank: 1, clients: 450 },
  { name: 'custody-bank-a-broker-y', bank: 1, clients: 300 },
  { name: 'custody-bank-b-broker-x', bank: 2, clients: 250 },
] as const;

/** Of a thousand transfers after a client's first: so many are withdrawals, and so many ask for more than there is. */
const WITHDRAWALS_PER_MILLE = 450;
const OVERDRAFTS_PER_MILLE = 12;

interface Account {
  readonly relationship: string;
  readonly number: string;
  balanceFen: Fen;
}

export interface BusinessDayFiles {
  readonly clients: string;
  readonly transfers: string;
}

/** The clients and transfers of the business day, as the texts of their files. */
export function generateBusinessDay(): BusinessDayFiles {
  const random = new SeededRandom(SEED);
  const accounts: Account[] = [];
  const clients = ['relationship,account_number,client_number,channel,name,resident_id,mobile,bank_card'];
  RELATIONSHIPS.forEach(({ name: relationship, bank, clients: count }, index) => {
    for (let each = 1; each <= count; each += 1) {
      const number = `60${index + 1}${String(each).padStart(7, '0')}`;
      const { name, residentId, mobile, bankCard } = person(accounts.length + 1, bank, random);
      const channel = random.pick(CHANNELS);
      const client = `50${String(accounts.length + 1).padStart(7, '0')}`;
      accounts.push({ relationship, number, balanceFen: ZERO_FEN });
      clients.push([relationship, number, client, channel, name, residentId, mobile, bankCard].join(','));
    }
  });

  const transfers = ['serial,relationship,account_number,begun_by,direction,amount,expect'];
  const first = random.shuffled(accounts);
  for (let each = 1; each <= TRANSFERS; each += 1) {
    const account = first[each - 1] ?? random.pick(accounts);
    const { direction, amountFen, expect } = transferOf(account, random);
    const serial = `${BUSINESS_DATE.replaceAll('-', '')}-${String(each).padStart(6, '0')}`;
    const { relationship, number } = account;
    transfers.push(
      [serial, relationship, number, random.pick(SIDES), direction, formatYuan(amountFen), expect].join(','),
    );
  }
  return { clients: `${clients.join('\n')}\n`, transfers: `${transfers.join('\n')}\n` };
}

/** The next transfer of an account, which is also carried out on its balance. */
function transferOf(account: Account, random: SeededRandom) {
  const { balanceFen } = account;
  if (balanceFen > 0 && random.chance(OVERDRAFTS_PER_MILLE)) {
    const amountFen = addFen(balanceFen, fen(random.integer(1, 1_000_000)));
    return { direction: 'withdrawal', amountFen, expect: 'INSUFFICIENT_WITHDRAWABLE' };
  }
  if (balanceFen > 0 && random.chance(WITHDRAWALS_PER_MILLE)) {
    // Some clients take everything out, which leaves exactly nothing.
    const amountFen = random.chance(30) ? balanceFen : fen(random.integer(1, balanceFen));
    account.balanceFen = subtractFen(balanceFen, amountFen);
    return { direction: 'withdrawal', amountFen, expect: 'posted' };
  }
  const amountFen = fen(random.integer(1, 9) * 10 ** random.integer(4, 7) + random.integer(0, 9_999));
  account.balanceFen = addFen(balanceFen, amountFen);
  return { direction: 'deposit', amountFen, expect: 'posted' };
}
