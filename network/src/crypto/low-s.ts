/** Order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const NUMBER_BYTES = 32;

/** Of the two signatures R, S and R, order - S, both good, the one whose S is at most half the order; 64 raw bytes. */
export function withLowS(signature: Uint8Array): Uint8Array {
  const r = signature.subarray(0, NUMBER_BYTES);
  const s = BigInt(`0x${Buffer.from(signature.subarray(NUMBER_BYTES)).toString('hex')}`);
  const low = s > ORDER / 2n ? ORDER - s : s;
  return Buffer.concat([r, Buffer.from(low.toString(16).padStart(NUMBER_BYTES * 2, '0'), 'hex')]);
}
