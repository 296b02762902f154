import { msp } from '@hyperledger/fabric-protos';
import { beforeAll, describe, expect, it } from 'vitest';
import { rolePrincipal } from '../policy/policy-dsl.js';
import { Msp } from './msp.js';
import { SigningIdentity } from './signing-identity.js';
import { makeTestOrg, type TestOrg, type TestRole, testMspConfig } from './testing/test-org.js';

const ID = 'BankMSP';
const { Classification } = msp.MSPPrincipal;

function principal(classification: number, content: { serializeBinary(): Uint8Array }): msp.MSPPrincipal {
  const made = new msp.MSPPrincipal();
  made.setPrincipalClassification(classification as typeof Classification.ROLE);
  made.setPrincipal(content.serializeBinary());
  return made;
}

describe('a principal', () => {
  let org: TestOrg;
  let bank: Msp;
  let signers: Record<TestRole, SigningIdentity>;
  beforeAll(async () => {
    org = await makeTestOrg(ID);
    bank = Msp.fromConfig(org.mspConfig);
    const [peer, client, admin, orderer] = await Promise.all([
      org.identity('peer', { organizationalUnits: ['custody'] }),
      org.identity('client'),
      org.identity('admin'),
      org.identity('orderer'),
    ]);
    signers = { peer, client, admin, orderer };
  });
  const check = (signer: SigningIdentity, wanted: msp.MSPPrincipal, of = bank) =>
    of.check(of.deserialize(signer.serialized), wanted);
  const satisfies = (signer: SigningIdentity, wanted: msp.MSPPrincipal, of = bank) =>
    of.satisfies(of.deserialize(signer.serialized), wanted);

  it('of a role takes those who have it, and everyone as a member', () => {
    const roles = ['peer', 'client', 'admin', 'orderer'] as const;
    for (const held of roles) {
      for (const wanted of roles) {
        expect([held, wanted, satisfies(signers[held], rolePrincipal(ID, wanted))]).toEqual([
          held,
          wanted,
          held === wanted,
        ]);
      }
      expect(satisfies(signers[held], rolePrincipal(ID, 'member'))).toBe(true);
    }
  });

  it('of a role says what is missing', () => {
    expect(() => check(signers.client, rolePrincipal(ID, 'admin'))).toThrow(
      'The identity is not an admin under this MSP [BankMSP]: The identity does not contain OU [ADMIN], MSP: [BankMSP]',
    );
    expect(() => check(signers.client, rolePrincipal(ID, 'peer'))).toThrow(
      'The identity is not a [PEER] under this MSP [BankMSP]: The identity does not contain OU [PEER], MSP: [BankMSP]',
    );
    expect(() => check(signers.client, rolePrincipal('BrokerMSP', 'member'))).toThrow(
      'the identity is a member of a different MSP (expected BrokerMSP, got BankMSP)',
    );
  });

  it('of a role is not satisfied by one who is no valid member', async () => {
    const { pem, privateKey } = await org.ca.issue({ subject: 'CN=x, OU=peer, OU=admin' });
    const both = new SigningIdentity({ mspId: ID, certificatePem: pem, privateKey });
    expect(() => check(both, rolePrincipal(ID, 'peer'))).toThrow(
      "The identity is not valid under this MSP [BankMSP]: could not validate identity's OUs",
    );
    expect(satisfies(both, rolePrincipal(ID, 'member'))).toBe(false);
  });

  it('of an admin takes those whom the MSP lists', () => {
    const listed = Msp.fromConfig(
      testMspConfig({
        mspId: ID,
        roots: [org.caCertificatePem],
        admins: [signers.client.certificatePem],
        nodeOus: { client: {}, peer: {} },
      }),
    );
    expect(satisfies(signers.client, rolePrincipal(ID, 'admin'), listed)).toBe(true);
    expect(() => check(signers.peer, rolePrincipal(ID, 'admin'), listed)).toThrow(
      'cannot test for classification, node ou for type [ADMIN], not defined, msp: [BankMSP]',
    );
  });

  it('without node OUs knows members and listed admins, nothing else', () => {
    const plain = Msp.fromConfig(
      testMspConfig({
        mspId: ID,
        roots: [org.caCertificatePem],
        admins: [signers.client.certificatePem],
        nodeOus: false,
      }),
    );
    expect(satisfies(signers.peer, rolePrincipal(ID, 'member'), plain)).toBe(true);
    expect(satisfies(signers.client, rolePrincipal(ID, 'admin'), plain)).toBe(true);
    expect(() => check(signers.admin, rolePrincipal(ID, 'admin'), plain)).toThrow(
      'This identity is not an admin',
    );
    expect(() => check(signers.peer, rolePrincipal(ID, 'peer'), plain)).toThrow(
      'NodeOUs not activated. Cannot tell apart identities.',
    );
    expect(() => check(signers.orderer, rolePrincipal(ID, 'orderer'), plain)).toThrow(
      'invalid MSP role type 4',
    );
  });

  it('of an organisational unit takes its members under the right authority', () => {
    const unit = new msp.OrganizationUnit();
    unit.setMspIdentifier(ID);
    unit.setOrganizationalUnitIdentifier('custody');
    const member = bank.deserialize(signers.peer.serialized);
    const vouched = bank.organizationalUnits(member)[0]?.certifiersIdentifier ?? Buffer.alloc(0);
    unit.setCertifiersIdentifier(vouched);
    const custody = principal(Classification.ORGANIZATION_UNIT, unit);
    expect(satisfies(signers.peer, custody)).toBe(true);
    expect(() => check(signers.client, custody)).toThrow('The identities do not match');

    unit.setCertifiersIdentifier(Buffer.alloc(32));
    expect(satisfies(signers.peer, principal(Classification.ORGANIZATION_UNIT, unit))).toBe(false);
  });

  it('of an identity takes that one alone', () => {
    const one = (signer: SigningIdentity) =>
      principal(Classification.IDENTITY, msp.SerializedIdentity.deserializeBinary(signer.serialized));
    expect(satisfies(signers.peer, one(signers.peer))).toBe(true);
    expect(() => check(signers.peer, one(signers.client))).toThrow('The identities do not match');
  });

  it('combined of several takes those who are all of them', () => {
    const combined = (...parts: msp.MSPPrincipal[]) => {
      const all = new msp.CombinedPrincipal();
      all.setPrincipalsList(parts);
      return principal(Classification.COMBINED, all);
    };
    const [member, peer, admin] = ['member', 'peer', 'admin'].map((role) => rolePrincipal(ID, role));
    if (!member || !peer || !admin) throw new Error('three principals were made');
    expect(satisfies(signers.peer, combined(member, combined(peer, member)))).toBe(true);
    expect(satisfies(signers.peer, combined(peer, admin))).toBe(false);
    expect(() => check(signers.peer, combined())).toThrow('No principals in CombinedPrincipal');
  });

  it('of anonymity takes everyone whose name is known', () => {
    const nominal = new msp.MSPIdentityAnonymity();
    expect(satisfies(signers.client, principal(Classification.ANONYMITY, nominal))).toBe(true);
    const anonymous = new msp.MSPIdentityAnonymity();
    anonymous.setAnonymityType(1);
    expect(() => check(signers.client, principal(Classification.ANONYMITY, anonymous))).toThrow(
      'Principal is anonymous, but X.509 MSP does not support anonymous identities',
    );
  });
});
