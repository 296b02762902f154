/** Order of a curve's group, and how many bytes a number below it takes. */
export interface Curve {
  readonly order: bigint;
  readonly bytes: number;
}

export const P256: Curve = {
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  bytes: 32,
};

export const P384: Curve = {
  order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  bytes: 48,
};

/**
 * Of the two signatures R, S and R, order - S, both good, the one whose S is at most half the order, in the raw form
 * of R and S side by side. Fabric takes that one only, so that nobody can make a second signature of one.
 */
export function withLowS(signature: Uint8Array, { order, bytes }: Curve = P256): Buffer {
  const s = BigInt(`0x${Buffer.from(signature.subarray(bytes)).toString('hex')}`);
  const low = s > order / 2n ? order - s : s;
  return Buffer.concat([
    signature.subarray(0, bytes),
    Buffer.from(low.toString(16).padStart(bytes * 2, '0'), 'hex'),
  ]);
}
