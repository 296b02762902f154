export class SigningIdentity {
  readonly mspId: string;
  readonly serialized: Uint8Array;

  private constructor(mspId: string, serialized: Uint8Array) {
    this.mspId = mspId;
    this.serialized = serialized;
  }

  static fromMspDir(dir: string, mspId: string): SigningIdentity {
    throw new Error(`not yet: ${dir} ${mspId}`);
  }

  sign(message: Uint8Array): Uint8Array {
    throw new Error(`not yet: ${message.length}`);
  }
}
