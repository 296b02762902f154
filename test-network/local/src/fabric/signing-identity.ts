import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { msp } from '@hyperledger/fabric-protos';
import { type MessageSigner, messageSigner } from '@sanfang/network/message-signer';

/** Someone who signs proposals and transactions: a member's certificate and key. */
export class SigningIdentity {
  readonly mspId: string;
  /** msp.SerializedIdentity, as Fabric names a creator. */
  readonly serialized: Uint8Array;
  readonly #sign: MessageSigner;

  private constructor(mspId: string, certificate: Uint8Array, sign: MessageSigner) {
    const identity = new msp.SerializedIdentity();
    identity.setMspid(mspId);
    identity.setIdBytes(certificate);
    this.mspId = mspId;
    this.serialized = identity.serializeBinary();
    this.#sign = sign;
  }

  /** Reads PEM files. */
  static async read(files: {
    readonly mspId: string;
    readonly certificate: string;
    readonly privateKey: string;
  }): Promise<SigningIdentity> {
    const [certificate, key] = await Promise.all([readFile(files.certificate), readFile(files.privateKey)]);
    return new SigningIdentity(files.mspId, certificate, messageSigner(createPrivateKey(key)));
  }

  sign(message: Uint8Array): Promise<Uint8Array> {
    return this.#sign(message);
  }
}
