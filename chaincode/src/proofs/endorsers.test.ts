import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  endorse,
  newMember,
  newSigner,
  pack,
  transactionParts,
  withForgedCertificate,
  withHighS,
} from '../../test/endorsed-envelope.js';
import { newMemberWithoutAuthority, newOddSigner } from '../../test/odd-certificates.js';
import { endorsedBy, OldChannel, RECORD, rootOf } from '../../test/old-channel.js';

const YEAR_MS = 365 * 24 * 3_600_000;

let old: OldChannel;

beforeAll(async () => {
  old = await OldChannel.open();
});

afterEach(() => vi.useRealTimers());

describe('a result that both members endorsed', () => {
  it('stays one when a peer more of a member endorsed it, or somebody who is not asked for', async () => {
    const second = await newSigner(old.bank, { commonName: 'peer1' });
    const stranger = await newSigner(await newMember('RegulatorMSP'));
    const envelope = await old.envelopeBy([stranger, old.bankPeer, second, old.brokerPeer]);
    expect(old.verify(envelope).endorsers).toEqual(['BankAMSP', 'BrokerXMSP']);
  });

  it('may be under any of the root certificates of a member', async () => {
    const renewed = await newMember('BankAMSP');
    const roots = [
      {
        mspId: 'BankAMSP',
        rootCertificates: [renewed.authority.certificatePem, old.bank.authority.certificatePem],
      },
      rootOf(old.broker),
    ];
    expect(old.verify(await old.envelopeBy(), roots).responsePayload).toBe(RECORD);
  });

  it('is judged by its own time: a certificate that ran out since still counts', async () => {
    const envelope = await old.envelopeBy();
    vi.useFakeTimers({ now: Date.now() + 50 * YEAR_MS, toFake: ['Date'] });
    expect(old.verify(envelope).responsePayload).toBe(RECORD);
  });
});

describe('a proof is refused', () => {
  it('when one member alone endorsed', async () => {
    const envelope = await old.envelopeBy([old.bankPeer]);
    expect(old.refusal(envelope)).toMatch(/^No peer of BrokerXMSP endorsed/);
  });

  it('when one member endorsed twice', async () => {
    const second = await newSigner(old.bank, { commonName: 'peer1' });
    const envelope = await old.envelopeBy([old.bankPeer, second]);
    expect(old.refusal(envelope)).toMatch(/^No peer of BrokerXMSP endorsed/);
  });

  it('when nobody endorsed', async () => {
    const envelope = await old.envelopeBy([]);
    expect(old.refusal(envelope)).toMatch(/^No peer of BankAMSP endorsed/);
  });

  it('when a member signed under the name of the other', async () => {
    const impostor = await newSigner({ ...old.bank, mspId: 'BrokerXMSP' });
    const envelope = await old.envelopeBy([old.bankPeer, impostor]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it('when the endorser is of an authority that only bears the name of the right one', async () => {
    const impostor = await newSigner(await newMember('BrokerXMSP'));
    const envelope = await old.envelopeBy([old.bankPeer, impostor]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it('when the certificate was issued under one that is no authority, though it is listed as one', async () => {
    const misused = await newMemberWithoutAuthority('BrokerXMSP');
    const signer = await newOddSigner(misused, { subject: [{ OU: ['peer'] }], isAuthority: false });
    const roots = [rootOf(old.bank), rootOf(misused)];
    const envelope = await old.envelopeBy([old.bankPeer, signer]);
    expect(old.refusal(envelope, roots)).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it('when the certificate names the authority, which did not sign it', async () => {
    const envelope = await old.envelopeBy([old.bankPeer, withForgedCertificate(old.brokerPeer)]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it('when the certificate names another authority than the one that signed it', async () => {
    const renamed = { ...old.broker, authority: { ...old.broker.authority, subject: [{ CN: ['another'] }] } };
    const envelope = await old.envelopeBy([old.bankPeer, await newSigner(renamed)]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP has no certificate of that member's/);
  });

  it('when the endorser is an authority itself', async () => {
    const odd = { subject: [{ OU: ['peer'] }], isAuthority: true };
    const envelope = await old.envelopeBy([old.bankPeer, await newOddSigner(old.broker, odd)]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP is not one of its peers/);
  });

  it('when the endorser has the unit of peers and, beside its name, another', async () => {
    const odd = { subject: [{ OU: ['peer'] }, { CN: ['x'], OU: ['client'] }], isAuthority: false };
    const envelope = await old.envelopeBy([old.bankPeer, await newOddSigner(old.broker, odd)]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP is not one of its peers/);
  });

  it.each(['client', 'admin', 'orderer', 'department', undefined])(
    'when the endorser is no peer but has the unit %s',
    async (ou) => {
      const other = await newSigner(old.broker, { ou });
      const envelope = await old.envelopeBy([old.bankPeer, other]);
      expect(old.refusal(envelope)).toMatch(/BrokerXMSP is not one of its peers/);
    },
  );

  it('when the endorser only has a name that reads like the unit of peers', async () => {
    const other = await newSigner(old.broker, { ou: 'client', commonName: 'x\nOU=peer + OU=peer' });
    const envelope = await old.envelopeBy([old.bankPeer, other]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP is not one of its peers/);
  });

  it('when a peer that did not endorse stands beside one that did', async () => {
    const parts = transactionParts(old.request);
    const second = await newSigner(old.bank, { commonName: 'peer1' });
    const good = await endorsedBy(parts, old.bankPeer, old.brokerPeer);
    const other = await endorse(Buffer.from('another answer'), second);
    expect(old.refusal(pack(parts, [...good, other]))).toMatch(/signature of BankAMSP/);
  });

  it('when a certificate had run out at the time of the proposal', async () => {
    const expired = await newSigner(old.broker, {
      notBefore: new Date(Date.now() - 2 * YEAR_MS),
      notAfter: new Date(Date.now() - YEAR_MS),
    });
    const envelope = await old.envelopeBy([old.bankPeer, expired]);
    expect(old.refusal(envelope)).toMatch(/BrokerXMSP was not valid when/);
  });

  it('when a certificate is younger than the proposal', async () => {
    const envelope = await old.envelopeBy(undefined, { proposedAt: new Date(Date.now() - YEAR_MS) });
    expect(old.refusal(envelope)).toMatch(/BankAMSP was not valid when/);
  });

  it('when the authority had run out, though the certificate had not', async () => {
    const longLived = { notAfter: new Date(Date.now() + 20 * YEAR_MS) };
    const signers = [await newSigner(old.bank, longLived), await newSigner(old.broker, longLived)];
    const proposedAt = new Date(Date.now() + 15 * YEAR_MS);
    const envelope = await old.envelopeBy(signers, { proposedAt });
    expect(old.refusal(envelope)).toMatch(/BankAMSP was not valid when/);
  });

  it('when the signature has the higher of the two values of S', async () => {
    const envelope = await old.envelopeBy([old.bankPeer, withHighS(old.brokerPeer)]);
    expect(old.refusal(envelope)).toMatch(/signature of BrokerXMSP is not a good one/);
  });
});

describe('the members that a proof is checked against', () => {
  it('are at least one, and none is listed twice', async () => {
    const envelope = await old.envelopeBy();
    for (const roots of [[], [rootOf(old.bank), rootOf(old.bank)]]) {
      expect(old.refusal(envelope, roots)).toMatch(/one or more different members/);
    }
  });

  it('have certificates that can be read, or nothing is taken', async () => {
    const envelope = await old.envelopeBy();
    const pem = old.bank.authority.certificatePem;
    for (const root of ['', 'no certificate', pem.slice(1), pem.replace(/[A-Z]{3}/, '###'), pem + pem]) {
      const roots = [{ mspId: 'BankAMSP', rootCertificates: [root] }, rootOf(old.broker)];
      expect(old.refusal(envelope, roots)).toMatch(/authority of BankAMSP is not one X\.509/);
    }
    const none = [{ mspId: 'BankAMSP', rootCertificates: [] }, rootOf(old.broker)];
    expect(old.refusal(envelope, none)).toMatch(/BankAMSP has no certificate of that member's/);
  });
});
