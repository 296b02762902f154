import { peer } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFunctionName } from './called-function.js';
import { InvalidProof } from './invalid-proof.js';

/** A field that has a length, by its tag. */
function part(tag: number, ...items: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(items);
  return Buffer.concat([Buffer.of(tag, body.length), body]);
}

const CHAINCODE_SPEC = 0x0a;
const INPUT = 0x1a;
const ARGUMENT = 0x0a;

const callOf = (...args: readonly string[]) =>
  part(CHAINCODE_SPEC, part(INPUT, ...args.map((arg) => part(ARGUMENT, Buffer.from(arg)))));

/** The name that is read from the bytes of an invocation. */
function nameIn(invocation: Uint8Array): string {
  const proposal = new peer.ChaincodeProposalPayload();
  proposal.setInput(invocation);
  return readFunctionName(proposal.serializeBinary());
}

function refusal(invocation: Uint8Array): string {
  try {
    return `The name ${nameIn(invocation)} was read.`;
  } catch (error) {
    if (error instanceof InvalidProof) return error.message;
    throw error;
  }
}

describe('the function that a proof’s transaction called', () => {
  it('is the first argument', () => {
    expect(nameIn(callOf('HandOverAccount', '{}'))).toBe('HandOverAccount');
    expect(nameIn(callOf('Custody:移交'))).toBe('Custody:移交');
  });

  it('is read from a client that writes out what is empty, as fabric-network does', () => {
    const language = Buffer.of(0x08, 0x01);
    const chaincodeId = part(0x12, part(0x0a), part(0x12, Buffer.from('custody')), part(0x1a));
    const isNoInit = Buffer.of(0x18, 0x00);
    const input = part(INPUT, part(ARGUMENT, Buffer.from('HandOverAccount')), isNoInit);
    expect(nameIn(part(CHAINCODE_SPEC, language, chaincodeId, input))).toBe('HandOverAccount');
  });

  it('is refused where a part stands twice, which the peers merge', () => {
    const input = (name: string) => part(INPUT, part(ARGUMENT, Buffer.from(name)));
    const twoSpecs = Buffer.concat([callOf('Echo'), callOf('HandOverAccount')]);
    const twoInputs = part(CHAINCODE_SPEC, input('Echo'), input('HandOverAccount'));
    for (const twofold of [twoSpecs, twoInputs]) {
      expect(refusal(twofold)).toMatch(/does not say in one way which function/);
    }
  });

  it('is refused where a field has another wire type, which the peers pass over', () => {
    const name = Buffer.from('HandOverAccount');
    const asNumber = Buffer.concat([Buffer.of(0x08, name.length), name]);
    expect(refusal(part(CHAINCODE_SPEC, part(INPUT, asNumber)))).toMatch(/call in the proof cannot be read/);
    const specAsNumber = Buffer.concat([Buffer.of(0x08, 0x01), callOf('HandOverAccount')]);
    expect(refusal(specAsNumber)).toMatch(/call in the proof cannot be read/);
  });

  it('is refused where there is none, or none that is text', () => {
    expect(refusal(callOf())).toMatch(/calls no function/);
    expect(refusal(part(CHAINCODE_SPEC, part(INPUT, part(ARGUMENT, Buffer.of(0xff)))))).toMatch(
      /function name is not UTF-8/,
    );
  });

  it.each(['0b', '0c', '0c0a00', '0cff', '0801', '0d01020304', '0a05', '0aff', '0a0208', '0a021a03'])(
    'is refused in the broken bytes %s',
    (hex) => {
      expect(refusal(Buffer.from(hex, 'hex'))).toMatch(/call in the proof cannot be read/);
    },
  );

  it('is read or refused, and nothing worse, in whatever bytes there are', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const nested = fc
      .tuple(bytes, bytes, bytes)
      .map(([a, b, c]) => part(CHAINCODE_SPEC, a, part(INPUT, b, part(ARGUMENT, c)).subarray(0, 120)));
    fc.assert(
      fc.property(fc.oneof(bytes, nested), (any) => typeof refusal(any) === 'string'),
      { numRuns: 2_000 },
    );
  });
});
