import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  endorse,
  endorsedBytes,
  type Member,
  newMember,
  newSigner,
  pack,
  transactionParts,
} from '../../test/endorsed-envelope.js';
import { type EndorsedResult, verifyEndorsedResult } from './endorsed-result.js';
import { InvalidProof } from './invalid-proof.js';

let members: readonly Member[];
let envelope: Buffer;
let shown: EndorsedResult;

beforeAll(async () => {
  members = await Promise.all([newMember('BankAMSP'), newMember('BrokerXMSP')]);
  const peers = await Promise.all(members.map((member) => newSigner(member)));
  const [creator] = peers;
  const parts = transactionParts({
    channel: 'custody-bank-a-broker-x',
    chaincode: 'custody',
    functionName: 'HandOverAccount',
    responsePayload: '{"accountNumber":"600001"}',
    status: 200,
    proposedAt: new Date(),
    creator: creator?.identity ?? Buffer.alloc(0),
  });
  const endorsements = await Promise.all(peers.map((signer) => endorse(endorsedBytes(parts), signer)));
  envelope = Buffer.from(pack(parts, endorsements));
  shown = check(base64(envelope)) as EndorsedResult;
});

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** What is made of a text; every error but InvalidProof comes through. */
function check(proof: string): EndorsedResult | InvalidProof {
  const roots = members.map(({ mspId, authority }) => ({
    mspId,
    rootCertificates: [authority.certificatePem],
  }));
  try {
    return verifyEndorsedResult({ proof, roots });
  } catch (error) {
    if (error instanceof InvalidProof) return error;
    throw error;
  }
}

const isRefused = (proof: string): boolean => check(proof) instanceof InvalidProof;

/** A place in the envelope, which only the test knows the length of. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (share: number) => Math.floor(share * envelope.length);

describe('whatever is sent as a proof', () => {
  it('is refused in one way when it is any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), isRefused),
      {
        numRuns: 2_000,
      },
    );
  });

  it('is refused in one way when it is any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 4_000, size: 'max' });
    fc.assert(
      fc.property(bytes, (any) => isRefused(base64(any))),
      { numRuns: 1_000 },
    );
  });

  it('shows the same as before or nothing, when bytes of a good proof were changed', () => {
    expect(shown.endorsers).toEqual(['BankAMSP', 'BrokerXMSP']);
    const change = fc.tuple(place, fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const other = Buffer.from(envelope);
        for (const [share, mask] of changes) other[at(share)] = (other[at(share)] ?? 0) ^ mask;
        const result = check(base64(other));
        if (!(result instanceof InvalidProof)) expect(result).toEqual(shown);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is refused when any one byte of what it shows from was changed', () => {
    // The client's signature stands at the end, and nothing is concluded from it.
    const end = envelope.indexOf('of the client, which no proof rests on');
    for (let index = 0; index < end; index += 1) {
      const other = Buffer.from(envelope);
      other[index] = (other[index] ?? 0) ^ 0x01;
      expect(isRefused(base64(other)), `byte ${index}`).toBe(true);
    }
  });

  it('is refused when a good proof was cut, or a piece of it stands twice, or something was put in', () => {
    const piece = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 30 }),
      fc.tuple(place, fc.nat({ max: 2_000 })).map(([from, length]) => [from, length] as const),
    );
    fc.assert(
      fc.property(place, piece, (share, inserted) => {
        const middle =
          inserted instanceof Uint8Array
            ? inserted
            : envelope.subarray(at(inserted[0]), at(inserted[0]) + inserted[1] + 1);
        const longer = Buffer.concat([envelope.subarray(0, at(share)), middle, envelope.subarray(at(share))]);
        return isRefused(base64(longer)) && isRefused(base64(envelope.subarray(0, at(share))));
      }),
      { numRuns: 1_000 },
    );
  });
});
