import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/ledger/proposal.js';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { custodyChannel } from '../../../test/scenario/custody-channel.js';
import { BANK, BROKER, REGULATOR, RELATIONSHIP } from '../../../test/scenario/members.js';
import type { RelationshipAnswer } from '../../model/answers/governance.js';

let channel: TestChannel;
beforeEach(() => {
  channel = custodyChannel();
});

const agree = (caller: Caller, request: object = RELATIONSHIP) =>
  channel.submit<RelationshipAnswer>({
    function: 'GovernanceContract:AgreeRelationship',
    request,
    caller,
  });
const relationship = (caller: Caller = REGULATOR.auditor) =>
  channel.evaluate<RelationshipAnswer>({
    function: 'GovernanceContract:GetRelationship',
    request: {},
    caller,
  });

describe('who keeps client money together', () => {
  it('comes into being when both have agreed to the same', async () => {
    expect(await relationship()).toEqual({ bankMspId: '', brokerMspId: '', agreed: false });
    expect((await agree(BANK.gateway)).answer).toEqual({ ...RELATIONSHIP, agreed: false });
    expect(await relationship()).toEqual({ bankMspId: '', brokerMspId: '', agreed: false });
    expect((await agree(BROKER.administrator)).answer).toEqual({ ...RELATIONSHIP, agreed: true });
    expect(await relationship()).toEqual({ ...RELATIONSHIP, agreed: true });
  });

  it('does not come into being where the two have named different ones', async () => {
    await agree(BANK.gateway, { ...RELATIONSHIP, brokerMspId: 'BrokerYMSP' });
    expect((await agree(BROKER.gateway)).answer).toMatchObject({ agreed: false });
    expect((await agree(BANK.gateway)).answer).toMatchObject({ agreed: true });
  });

  it('is agreed to again without effect, and not replaced', async () => {
    await agree(BANK.gateway);
    expect((await agree(BANK.gateway)).writes).toEqual([]);
    await agree(BROKER.gateway);
    const again = await agree(BROKER.gateway);
    expect(again).toMatchObject({ answer: { ...RELATIONSHIP, agreed: true }, writes: [] });
    await expect(agree(BANK.gateway, { ...RELATIONSHIP, brokerMspId: 'BrokerYMSP' })).rejects.toThrow(
      'RELATIONSHIP_DIFFERS: The relationship in force is between BankAMSP and BrokerXMSP.',
    );
  });

  it('is made by those who are named, with a role for it, and of two', async () => {
    for (const caller of [REGULATOR.auditor, REGULATOR.administrator, BANK.operator, BROKER.trader]) {
      await expect(agree(caller)).rejects.toThrow(/^NOT_PERMITTED: /);
    }
    await expect(agree(BANK.gateway, { bankMspId: 'BankAMSP', brokerMspId: 'BankAMSP' })).rejects.toThrow(
      'NOT_PERMITTED: Bank and broker must be two organisations.',
    );
    await expect(agree(BANK.gateway, { bankMspId: 'BankAMSP' })).rejects.toThrow(
      /^MALFORMED_REQUEST \[brokerMspId\]: /,
    );
  });

  it('is told, once it is there, to users who have a role', async () => {
    await agree(BANK.gateway);
    await agree(BROKER.gateway);
    expect(await relationship(BANK.risk)).toMatchObject({ agreed: true });
    await expect(relationship({ ...BANK.risk, roles: [] })).rejects.toThrow(/^NOT_PERMITTED: /);
  });

  it('leaves a voucher of each agreement', async () => {
    const { transactionId } = await agree(BANK.gateway);
    const voucher = JSON.parse(channel.worldState('BankAMSP').get(`voucher/${transactionId}`) ?? '');
    expect(voucher).toMatchObject({
      function: 'GovernanceContract:AgreeRelationship',
      by: { mspId: 'BankAMSP', user: 'gateway' },
      notes: [{ kind: 'relationship.proposed', subject: 'BankAMSP/BrokerXMSP' }],
    });
  });

  it('comes before every other function', async () => {
    const others = channel.functions().filter((name) => !/Relationship$/.test(name));
    for (const name of others) {
      const call = { function: name, request: {}, caller: BANK.administrator };
      await expect(channel.submit(call)).rejects.toThrow(/^RELATIONSHIP_NOT_AGREED: /);
    }
    expect(others.length).toBeGreaterThan(10);
  });
});
