import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { base64, OldChannel } from '../../test/old-channel.js';
import { type EndorsedResult, verifyEndorsedResult } from './endorsed-result.js';
import { InvalidProof } from './invalid-proof.js';

let old: OldChannel;
let envelope: Buffer;
let shown: EndorsedResult;

beforeAll(async () => {
  old = await OldChannel.open();
  envelope = Buffer.from(await old.envelopeBy());
  shown = old.verify(envelope);
});

/** What is made of a text; every error but InvalidProof comes through. */
function check(proof: string): EndorsedResult | InvalidProof {
  try {
    return verifyEndorsedResult({ proof, roots: old.roots });
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
