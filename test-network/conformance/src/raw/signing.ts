import { createHash, sign } from 'node:crypto';
import { signers } from '@hyperledger/fabric-gateway';
import { msp } from '@hyperledger/fabric-protos';
import type { Credentials } from '../network/credentials.js';

/** Order of the P-256 group. */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

export function serializedIdentity({ mspId, certificate }: Credentials): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificate));
  return identity.serializeBinary();
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest();
}

/** Signs a digest as a wallet or a hardware module would, away from the gateway. */
export function signDigest(digest: Uint8Array, { privateKey }: Credentials): Promise<Uint8Array> {
  return signers.newPrivateKeySigner(privateKey)(digest);
}

/** An ECDSA signature over SHA-256 of the message, DER, with the low S that Fabric demands. */
export function signLowS(message: Uint8Array, { privateKey }: Credentials): Buffer {
  const { r, s } = rawSignature(message, privateKey);
  return der(r, s > ORDER / 2n ? ORDER - s : s);
}

/** The same signature with the other S: just as true for ECDSA, and refused by Fabric. */
export function signHighS(message: Uint8Array, { privateKey }: Credentials): Buffer {
  const { r, s } = rawSignature(message, privateKey);
  return der(r, s > ORDER / 2n ? s : ORDER - s);
}

function rawSignature(message: Uint8Array, key: Credentials['privateKey']): { r: bigint; s: bigint } {
  const signature = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  return { r: bigInt(signature.subarray(0, 32)), s: bigInt(signature.subarray(32)) };
}

function bigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function der(r: bigint, s: bigint): Buffer {
  const body = Buffer.concat([derInteger(r), derInteger(s)]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const positive = (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]);
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
}
