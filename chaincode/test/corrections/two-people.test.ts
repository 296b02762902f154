import { describe, expect, it } from 'vitest';
import type { CorrectionAnswer } from '../../src/model/answers/corrections.js';
import { ACCOUNT, at, BANK_ACCOUNT, channelWith } from '../freezes/frozen-channel.js';
import { rowOf } from '../scenario/books-probe.js';
import { signOutBoth } from '../scenario/day.js';
import { BANK, BROKER, REGULATOR } from '../scenario/members.js';
import { confirm, propose } from './correct.js';

const change = {
  kind: 'book',
  direction: 'deposit',
  accountNumber: ACCOUNT,
  bankAccountRef: BANK_ACCOUNT,
  amountFen: 50_00,
  bankSerial: 'CORE-77',
  businessDate: '2026-07-03',
};

describe('a correction', () => {
  it('is confirmed by the other member: self-approval is refused (#38)', async () => {
    const channel = await channelWith(0);
    const proposal = await propose(channel, { change });
    for (const by of [BROKER.operator, BROKER.administrator]) {
      await expect(confirm(channel, proposal, { by })).rejects.toThrow('PROPOSAL_OWN');
    }
    expect((await rowOf(channel, ACCOUNT)).balanceFen).toBe(0);
    const { answer } = await confirm(channel, proposal);
    expect(answer).toMatchObject({ state: 'confirmed', amountFen: 50_00, balanceFen: 50_00 });
  });

  it('can be read by the other member and by the regulator before it is confirmed', async () => {
    const channel = await channelWith(0);
    const { id, contentHash } = await propose(channel, { change });
    for (const caller of [BANK.operator, REGULATOR.auditor]) {
      const call = { function: 'CorrectionContract:GetCorrection', request: { id }, caller };
      expect(await channel.evaluate<CorrectionAnswer>(call)).toMatchObject({
        id,
        change,
        contentHash,
        state: 'proposed',
        proposedBy: { side: 'broker', user: 'broker-operator' },
        businessDate: '2026-07-06',
      });
    }
  });

  it('is confirmed as it was proposed and not otherwise', async () => {
    const channel = await channelWith(0);
    const { id } = await propose(channel, { change });
    const other = { id, contentHash: '0'.repeat(64) };
    await expect(confirm(channel, other)).rejects.toThrow('PROPOSAL_CONTENT_DIFFERS [contentHash]');
  });

  it('is booked once', async () => {
    const channel = await channelWith(0);
    const proposal = await propose(channel, { change });
    await confirm(channel, proposal);
    await expect(confirm(channel, proposal)).rejects.toThrow('PROPOSAL_ANSWERED');
    await expect(propose(channel, { change, id: proposal.id })).rejects.toThrow('PROPOSAL_EXISTS');
    expect((await rowOf(channel, ACCOUNT)).balanceFen).toBe(50_00);
  });

  it('is withdrawn by the member that proposed it, and then not confirmed any more', async () => {
    const channel = await channelWith(0);
    const proposal = await propose(channel, { change });
    const { id, contentHash } = proposal;
    const withdrawal = { function: 'CorrectionContract:Withdraw', request: { id, contentHash } };
    const byOther = channel.submit({ ...withdrawal, caller: BANK.operator });
    await expect(byOther).rejects.toThrow('PROPOSAL_OWN');
    await channel.submit({ ...withdrawal, caller: BROKER.operator });
    await expect(confirm(channel, proposal)).rejects.toThrow('PROPOSAL_ANSWERED');
  });

  it('is for people: no service can be one of the two', async () => {
    const channel = await channelWith(0);
    for (const by of [BANK.gateway, BANK.system, BROKER.gateway, BROKER.risk, REGULATOR.auditor]) {
      await expect(propose(channel, { change, by })).rejects.toThrow('NOT_PERMITTED');
    }
  });

  it('is booked while the day is open only, at a time of that day', async () => {
    const channel = await channelWith(0);
    const proposal = await propose(channel, { change });
    const tomorrow = { initiatedAt: at('11:00:00', '2026-07-07') };
    await expect(confirm(channel, proposal, tomorrow)).rejects.toThrow('OTHER_BUSINESS_DAY [initiatedAt]');
    await signOutBoth(channel);
    await expect(confirm(channel, proposal)).rejects.toThrow('CLOSED_TO_TRANSFERS');
    await expect(propose(channel, { change })).rejects.toThrow('CLOSED_TO_TRANSFERS');
  });

  it('that was refused has left nothing', async () => {
    const channel = await channelWith(0);
    await expect(
      propose(channel, { id: 'wrong', change: { ...change, accountNumber: '880000000099' } }),
    ).rejects.toThrow('ACCOUNT_NOT_FOUND [change.accountNumber]');
    expect([...channel.worldState('BankAMSP').keys()]).not.toContain('correction/wrong');
  });
});
