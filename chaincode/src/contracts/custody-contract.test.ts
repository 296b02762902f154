import { describe, expect, it } from 'vitest';
import { BANK, BROKER, Custody, PERSON, REGULATOR, RELATIONSHIP } from '../../test/custody.js';

const transfer = (instructionId: string, amountFen: number, accountNumber = '100001') => ({
  instructionId,
  accountNumber,
  amountFen,
});

describe('a custody relationship', () => {
  it('is in force when both sides have agreed to the same', async () => {
    const custody = new Custody();
    expect(await custody.agree(RELATIONSHIP, BROKER)).toEqual({ ...RELATIONSHIP, agreed: false });
    expect(await custody.relationship()).toMatchObject({ agreed: false });
    expect(await custody.agree(RELATIONSHIP, BANK)).toEqual({ ...RELATIONSHIP, agreed: true });
    expect(await custody.relationship()).toEqual({ ...RELATIONSHIP, agreed: true });
    expect(await custody.agree(RELATIONSHIP, BROKER)).toEqual({ ...RELATIONSHIP, agreed: true });
  });

  it('is not in force when they have agreed to different things', async () => {
    const custody = new Custody();
    await custody.agree(RELATIONSHIP, BANK);
    await custody.agree({ ...RELATIONSHIP, bankMspId: 'BankBMSP' }, BROKER);
    expect(await custody.relationship()).toMatchObject({ agreed: false });
    await expect(custody.open('100001')).rejects.toThrow('RELATIONSHIP_NOT_AGREED: ');
  });

  it('cannot be named by a third party, by one organisation as both, or by a user without a role', async () => {
    const custody = new Custody();
    await expect(custody.agree(RELATIONSHIP, REGULATOR)).rejects.toThrow('NOT_PERMITTED: ');
    const alone = { bankMspId: 'BankAMSP', brokerMspId: 'BankAMSP' };
    await expect(custody.agree(alone, BANK)).rejects.toThrow('NOT_PERMITTED: ');
    await expect(custody.agree(RELATIONSHIP, { ...BANK, role: '' })).rejects.toThrow('NOT_PERMITTED: ');
  });

  it('does not change once it is in force', async () => {
    const custody = await Custody.agreed();
    const other = { bankMspId: 'BankAMSP', brokerMspId: 'BrokerYMSP' };
    await expect(custody.agree(other, BANK)).rejects.toThrow('RELATIONSHIP_DIFFERS: ');
  });
});

describe('opening an account', () => {
  it('leaves an account with nothing on it', async () => {
    const custody = await Custody.agreed();
    const opened = await custody.open('100001');
    expect(opened).toMatchObject({ accountNumber: '100001', status: 'open', balanceFen: 0, replayed: false });
    expect(await custody.balance('100001')).toEqual({
      accountNumber: '100001',
      status: 'open',
      balanceFen: 0,
    });
  });

  it('keeps personal data in the private collection, and nothing that could be guessed in public', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    await custody.open('100002', { salt: 'cd' });
    const privately = custody.ledger.privateValue('personalData', '100001') ?? '';
    for (const value of Object.values(PERSON)) {
      expect(privately).toContain(value);
      expect(custody.ledger.publicText()).not.toContain(value);
    }
    // The same person twice gives different hashes, because the salts differ.
    const hashes = custody.ledger.publicText().match(/[0-9a-f]{64}/g) ?? [];
    expect(hashes).toHaveLength(8);
    expect(new Set(hashes).size).toBe(8);
  });

  it('answers the same again for the same instruction, and opens nothing twice', async () => {
    const custody = await Custody.agreed();
    const first = await custody.open('100001');
    await custody.deposit(transfer('d-1', 500));
    const again = await custody.open('100001', { salt: 'ef' });
    expect(again).toMatchObject({ replayed: true, transactionId: first.transactionId, balanceFen: 500 });
  });

  it('refuses an instruction id that was used for another account, person or kind of instruction', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001', { instructionId: 'i-1' });
    await custody.deposit(transfer('i-2', 500));
    const conflict = 'IDEMPOTENCY_CONFLICT [instructionId]: ';
    await expect(custody.open('100002', { instructionId: 'i-1' })).rejects.toThrow(conflict);
    const somebodyElse = { person: { mobile: '13900139000' } };
    await expect(custody.open('100001', { instructionId: 'i-1', ...somebodyElse })).rejects.toThrow(conflict);
    await expect(custody.open('100001', { instructionId: 'i-2' })).rejects.toThrow(conflict);
  });

  it('refuses a number that is taken', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    await expect(custody.open('100001', { instructionId: 'other' })).rejects.toThrow(
      'ACCOUNT_EXISTS [accountNumber]: ',
    );
  });

  it('refuses the regulator, users without a role, and a request without personal data', async () => {
    const custody = await Custody.agreed();
    await expect(custody.open('100001', { caller: REGULATOR })).rejects.toThrow('NOT_PERMITTED: ');
    const user = { ...BROKER, role: 'broker-trader' };
    await expect(custody.open('100001', { caller: user })).rejects.toThrow('NOT_PERMITTED: ');
    const request = { instructionId: 'i-1', accountNumber: '100001' };
    await expect(custody.openWith(request, BANK)).rejects.toThrow('MALFORMED_REQUEST [personal]: ');
  });

  it('V17, V19: refuses a wrong resident ID or bank card, each with its reason and without the value', async () => {
    const custody = await Custody.agreed();
    const wrongCard = { person: { bankCard: '6217000000000000005' } };
    await expect(custody.open('100001', wrongCard)).rejects.toThrow(
      'BANK_CARD_CHECK_DIGIT [personal.bankCard]: ',
    );
    const wrongId = { person: { residentId: '110105194912310021' } };
    const refused = custody.open('100001', wrongId);
    await expect(refused).rejects.toThrow('RESIDENT_ID_CHECK_CHARACTER [personal.residentId]: ');
    await expect(refused).rejects.not.toThrow('110105194912310021');
    expect(custody.ledger.keys()).not.toContain('account/100001');
  });
});

describe('a deposit or withdrawal', () => {
  it('changes the balance, whichever side begins it', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    expect(await custody.deposit(transfer('d-1', 10_000))).toMatchObject({
      status: 'posted',
      balanceFen: 10_000,
    });
    expect(await custody.withdraw(transfer('w-1', 2_500), BROKER)).toMatchObject({ balanceFen: 7_500 });
    expect(await custody.balance('100001')).toMatchObject({ balanceFen: 7_500 });
  });

  it('is refused beyond the balance, saying how much there is, and leaves nothing on the ledger', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    await custody.deposit(transfer('d-1', 1_000));
    const before = custody.ledger.publicText();
    await expect(custody.withdraw(transfer('w-1', 1_001))).rejects.toThrow(
      'INSUFFICIENT_BALANCE [amountFen]: Account 100001 has 10.00; the withdrawal asked for is 10.01.',
    );
    expect(custody.ledger.publicText()).toBe(before);
  });

  it('has one effect however often it is sent, and the first answer each time', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    const first = await custody.deposit(transfer('d-1', 1_000));
    for (let repeat = 0; repeat < 10; repeat += 1) {
      expect(await custody.deposit(transfer('d-1', 1_000))).toEqual({ ...first, replayed: true });
    }
    expect(await custody.balance('100001')).toMatchObject({ balanceFen: 1_000 });
  });

  it('is refused where its id was used for another amount, account or direction', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    await custody.deposit(transfer('d-1', 1_000));
    const conflict = 'IDEMPOTENCY_CONFLICT [instructionId]: ';
    await expect(custody.deposit(transfer('d-1', 1_001))).rejects.toThrow(conflict);
    await expect(custody.deposit(transfer('d-1', 1_000, '100002'))).rejects.toThrow(conflict);
    await expect(custody.withdraw(transfer('d-1', 1_000))).rejects.toThrow(conflict);
  });

  it('may have the same id as one of the other side, because each side counts its own', async () => {
    const custody = await Custody.agreed();
    await custody.open('100001');
    await custody.deposit(transfer('1', 1_000), BANK);
    await custody.deposit(transfer('1', 500), BROKER);
    expect(await custody.balance('100001')).toMatchObject({ balanceFen: 1_500 });
  });

  it('is refused for an account that is not there, to the regulator, and before both sides have agreed', async () => {
    const custody = await Custody.agreed();
    await expect(custody.deposit(transfer('d-1', 1))).rejects.toThrow('ACCOUNT_NOT_FOUND [accountNumber]: ');
    await expect(custody.balance('100001')).rejects.toThrow('ACCOUNT_NOT_FOUND [accountNumber]: ');
    await expect(custody.deposit(transfer('d-1', 1), REGULATOR)).rejects.toThrow('NOT_PERMITTED: ');
    await expect(new Custody().deposit(transfer('d-1', 1))).rejects.toThrow('RELATIONSHIP_NOT_AGREED: ');
  });
});

describe('a page of accounts', () => {
  it('continues after the last one until there are no more', async () => {
    const custody = await Custody.agreed();
    for (const number of ['100001', '100002', '1000021', '100003']) await custody.open(number);
    const numbers = async (request: object) => {
      const page = await custody.list(request);
      return [page.accounts.map(({ accountNumber }) => accountNumber), page.next];
    };
    expect(await numbers({ limit: 2 })).toEqual([['100001', '100002'], '100002']);
    expect(await numbers({ limit: 2, after: '100002' })).toEqual([['1000021', '100003'], '100003']);
    expect(await numbers({ limit: 2, after: '100003' })).toEqual([[], undefined]);
    expect(await numbers({ limit: 500 })).toEqual([['100001', '100002', '1000021', '100003'], undefined]);
  });
});
