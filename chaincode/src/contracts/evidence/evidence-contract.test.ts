import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../test/ledger/proposal.js';
import type { TestChannel } from '../../../test/ledger/test-channel.js';
import { openDay } from '../../../test/scenario/day.js';
import { BANK, BROKER, REGULATOR } from '../../../test/scenario/members.js';
import { wholeChannel } from '../../../test/scenario/whole-channel.js';
import { LONGEST_EVIDENCE } from '../../model/requests/evidence.js';

const SECRET = 'core bank reference 20260706-000042';
const EVIDENCE = { kind: 'core-bank-reference', content: SECRET, salt: 'ab'.repeat(32) };

let channel: TestChannel;

beforeEach(async () => {
  channel = wholeChannel();
  await openDay(channel);
});

const call = (name: string, caller: Caller, id: string) => ({
  function: `EvidenceContract:${name}`,
  request: { id },
  caller,
  endorsers: [caller.mspId],
});
const file = (caller: Caller, id: string, evidence: unknown = EVIDENCE) =>
  channel.submit<{ readonly transactionId: string }>({
    ...call('File', caller, id),
    transient: { evidence },
  });
const read = (caller: Caller, id: string) => channel.evaluate(call('GetEvidence', caller, id));

describe('evidence', () => {
  it('is filed by each side with its own signature, and told to that side alone', async () => {
    const { validationCode, transactionId, writes } = await file(BANK.operator, 'e-1');
    expect([validationCode, writes]).toEqual(['VALID', []]);
    expect(await read(BANK.operator, 'e-1')).toEqual({ id: 'e-1', ...EVIDENCE, transactionId });
    await expect(read(BROKER.operator, 'e-1')).rejects.toThrow('EVIDENCE_NOT_FOUND [id]');
    await expect(read(REGULATOR.auditor, 'e-1')).rejects.toThrow('NOT_PERMITTED');
    expect((await file(BROKER.operator, 'e-1', { ...EVIDENCE, kind: 'other' })).validationCode).toBe('VALID');
    expect(await read(BROKER.operator, 'e-1')).toMatchObject({ kind: 'other' });
  });

  it('stays out of every block', async () => {
    await file(BANK.operator, 'e-1');
    expect(channel.publicText()).not.toContain(SECRET);
    expect(channel.publicText()).toContain('e-1');
  });

  it('does not change once it is filed; filed again as it stands it is the same filing', async () => {
    const { transactionId } = await file(BANK.operator, 'e-1');
    const again = await file(BANK.operator, 'e-1');
    expect(again.answer).toEqual({ id: 'e-1', transactionId });
    // A voucher says that nothing has changed: without a write the side could not commit the repetition alone.
    expect(again.privateWrites.map(({ key }) => key)).toEqual([expect.stringMatching(/^voucher\//)]);
    await expect(file(BANK.operator, 'e-1', { ...EVIDENCE, content: 'another' })).rejects.toThrow(
      'IDEMPOTENCY_CONFLICT [id]',
    );
    expect(await read(BANK.operator, 'e-1')).toMatchObject({ content: SECRET });
  });

  it('cannot be filed for the other side, nor with the other side’s signature alone', async () => {
    const foreign = channel.submit({
      ...call('File', BANK.operator, 'e-1'),
      endorsers: ['BrokerXMSP'],
      transient: { evidence: EVIDENCE },
    });
    expect((await foreign).validationCode).toBe('ENDORSEMENT_POLICY_FAILURE');
  });

  it('has a form, and the transient map is where it comes from', async () => {
    await expect(channel.submit(call('File', BANK.operator, 'e-1'))).rejects.toThrow(
      'MALFORMED_REQUEST [evidence]',
    );
    await expect(file(BANK.operator, 'e-1', 'no JSON')).rejects.toThrow('MALFORMED_REQUEST [evidence]');
    await expect(file(BANK.operator, 'e-1', { ...EVIDENCE, kind: 'secret' })).rejects.toThrow(
      'MALFORMED_REQUEST [evidence.kind]',
    );
    const longest = 'x'.repeat(LONGEST_EVIDENCE);
    await expect(file(BANK.operator, 'e-1', { ...EVIDENCE, content: `${longest}x` })).rejects.toThrow(
      'MALFORMED_REQUEST [evidence.content]',
    );
    expect((await file(BANK.operator, 'e-1', { ...EVIDENCE, content: longest })).validationCode).toBe(
      'VALID',
    );
  });
});
