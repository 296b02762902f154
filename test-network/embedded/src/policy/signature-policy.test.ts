import { common } from '@hyperledger/fabric-protos';
import { beforeAll, describe, expect, it } from 'vitest';
import { Msp } from '../identity/msp.js';
import { MspManager } from '../identity/msp-manager.js';
import type { SigningIdentity } from '../identity/signing-identity.js';
import { makeTestOrg, type TestOrg } from '../identity/testing/test-org.js';
import type { SignedData } from './policy.js';
import { nOutOf, parsePolicy, signedBy } from './policy-dsl.js';
import { compileSignaturePolicy } from './signature-policy.js';

const MESSAGE = Buffer.from('endorsed');

describe('a signature policy', () => {
  let orgs: TestOrg[];
  let msps: MspManager;
  let a: SigningIdentity;
  let a2: SigningIdentity;
  let b: SigningIdentity;
  let c: SigningIdentity;
  beforeAll(async () => {
    orgs = await Promise.all(['A', 'B', 'C'].map((id) => makeTestOrg(id)));
    msps = new MspManager(orgs.map((org) => Msp.fromConfig(org.mspConfig)));
    const [bank, broker, clerk] = orgs;
    if (!bank || !broker || !clerk) throw new Error('three organisations were made');
    [a, a2, b, c] = await Promise.all([
      bank.identity('peer'),
      bank.identity('peer'),
      broker.identity('peer'),
      clerk.identity('peer'),
    ]);
  });
  const by = (signer: SigningIdentity, message = MESSAGE): SignedData => ({
    message: MESSAGE,
    identity: signer.serialized,
    signature: signer.sign(message),
  });
  const holds = (policy: string, ...signers: SigningIdentity[]): boolean => {
    try {
      compileSignaturePolicy(parsePolicy(policy), msps).evaluate(signers.map((signer) => by(signer)));
      return true;
    } catch {
      return false;
    }
  };

  it('asks for all, for one, or for some of its principals', () => {
    expect(holds("AND('A.peer','B.peer')", a, b)).toBe(true);
    expect(holds("AND('A.peer','B.peer')", a, c)).toBe(false);
    expect(holds("OR('A.peer','B.peer')", b)).toBe(true);
    expect(holds("OR('A.peer','B.peer')", c)).toBe(false);
    expect(holds("OutOf(2,'A.peer','B.peer','C.peer')", c, a)).toBe(true);
    expect(holds("OutOf(2,'A.peer','B.peer','C.peer')", c)).toBe(false);
    expect(holds("OutOf(2,'A.peer', AND('B.peer','C.peer'))", a, b)).toBe(false);
  });

  it('counts a signer once, whatever he signs', () => {
    expect(holds("AND('A.peer','A.peer')", a)).toBe(false);
    expect(holds("AND('A.peer','A.peer')", a, a)).toBe(false);
    expect(holds("AND('A.peer','A.peer')", a, a2)).toBe(true);
    expect(holds("AND('A.member','A.peer')", a)).toBe(false);
  });

  it('takes back what a failing branch has used', () => {
    expect(holds("OR(AND('A.peer','C.peer'), 'A.peer')", a)).toBe(true);
  });

  it('lets a branch that holds keep what it has used, though it was not needed', () => {
    // Fabric evaluates every branch of a gate: the OR uses up both signatures, and nothing is left for A.
    expect(holds("AND(OR('A.peer','B.peer'), 'A.peer')", a, b)).toBe(false);
    expect(holds("AND('A.peer', OR('A.peer','B.peer'))", a, b)).toBe(true);
  });

  it('ignores wrong signatures, strangers and garbage beside right ones', async () => {
    const stranger = await (await makeTestOrg('X')).identity('peer');
    const policy = compileSignaturePolicy(parsePolicy("OR('A.peer')"), msps);
    const garbage = { message: MESSAGE, identity: Buffer.from('garbage'), signature: Buffer.from('garbage') };
    expect(() => policy.evaluate([garbage, by(stranger), by(b), by(a)])).not.toThrow();
    expect(() => policy.evaluate([garbage, by(stranger), by(a, Buffer.from('other'))])).toThrow(
      'signature set did not satisfy policy',
    );
    expect(() => policy.evaluate([])).toThrow('signature set did not satisfy policy');
  });

  it('takes a signer whose first signature is wrong and whose second is right', () => {
    const policy = compileSignaturePolicy(parsePolicy("OR('A.peer')"), msps);
    expect(() => policy.evaluate([by(a, Buffer.from('other')), by(a)])).not.toThrow();
  });

  it('that asks for nothing takes everybody, and one that nobody can satisfy nobody', () => {
    const envelope = (n: number) => {
      const made = new common.SignaturePolicyEnvelope();
      made.setRule(nOutOf(n, []));
      return made;
    };
    expect(compileSignaturePolicy(envelope(0), msps).evaluateIdentities([])).toBe(true);
    expect(compileSignaturePolicy(envelope(1), msps).evaluateIdentities([])).toBe(false);
  });

  it('that is not well formed does not compile', () => {
    expect(() => compileSignaturePolicy(new common.SignaturePolicyEnvelope(), msps)).toThrow(
      'Empty policy element',
    );
    const outOfRange = parsePolicy("OR('A.peer')");
    outOfRange.setRule(nOutOf(1, [signedBy(3)]));
    expect(() => compileSignaturePolicy(outOfRange, msps)).toThrow(
      'identity index out of range, requested 3, but identities length is 1',
    );
    const untyped = parsePolicy("OR('A.peer')");
    untyped.setRule(nOutOf(1, [new common.SignaturePolicy()]));
    expect(() => compileSignaturePolicy(untyped, msps)).toThrow('Unknown type');
  });
});
