/** What a chaincode's worker thread is told when it starts. */
export interface WorkerData {
  /** Absolute path of the chaincode's Node.js package. */
  readonly folder: string;
  readonly chaincodeId: string;
}

/** Between the threads: serialised ChaincodeMessages as plain bytes, and this to tell a busy thread from a hung one. */
export interface Probe {
  readonly probe: number;
}

export type WorkerMessage = Uint8Array | Probe;

export function isProbe(message: WorkerMessage): message is Probe {
  return 'probe' in message;
}
