import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChaincodeStart } from './chaincode-start.js';
import { eachLine } from './line-splitter.js';

export interface PeerEndpoint {
  /** `host:port` */
  readonly address: string;
  /** PEM file of the CA that signed the peer's TLS certificate. */
  readonly tlsCaFile: string;
  /** A folder for the client certificate that the shim insists on. */
  readonly workDir: string;
}

/**
 * Runs the chaincode, and kills its whole process group as soon as standard input ends: a chaincode that outlived a
 * peer which was killed would go on trying to reach it for ever.
 */
const GUARD = `
exec 3<&0
( cat <&3 >/dev/null; kill -KILL 0 ) &
npm start --silent -- --peer.address "$0" </dev/null &
wait $!
`;

/**
 * A chaincode that runs `npm start` in a process of its own and connects to the peer, as in Fabric's containers.
 *
 * The stream comes in through the peer's ChaincodeSupport service; this only minds the process.
 */
export class ChildChaincode {
  readonly #child: ChildProcess;
  readonly #exit: Promise<string>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exit = new Promise((resolve) => {
      child.once('error', (error) => resolve(`error starting container: ${error.message}`));
      child.once('exit', (code, signal) => {
        child.stdin?.destroy();
        resolve(`container exited with ${code ?? signal}`);
      });
    });
  }

  static async start(folder: string, start: ChaincodeStart, peer: PeerEndpoint): Promise<ChildChaincode> {
    const { keyFile, certificateFile } = await writeClientCertificate(peer.workDir, start.chaincodeId);
    const child = spawn('sh', ['-c', GUARD, peer.address], {
      cwd: folder,
      // The leader of a group of its own, so that npm's children end with it.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...start.env,
        CORE_PEER_ADDRESS: peer.address,
        CORE_PEER_TLS_ENABLED: 'true',
        CORE_PEER_TLS_ROOTCERT_FILE: peer.tlsCaFile,
        CORE_TLS_CLIENT_KEY_PATH: keyFile,
        CORE_TLS_CLIENT_CERT_PATH: certificateFile,
      },
    });
    eachLine(child.stdout, start.log);
    eachLine(child.stderr, start.log);
    return new ChildChaincode(child);
  }

  /** Resolves with the reason when the process has ended. */
  get exited(): Promise<string> {
    return this.#exit;
  }

  async stop(): Promise<void> {
    this.#child.stdin?.destroy();
    await this.#exit;
  }
}

/** The shim reads its TLS client pair as base64 of PEM, as Fabric's containers have it. */
async function writeClientCertificate(
  dir: string,
  chaincodeId: string,
): Promise<{ keyFile: string; certificateFile: string }> {
  // Loaded when needed: a certificate library is a lot to load for what most networks never use.
  const { clientCertificate } = await import('./client-certificate.js');
  const { key, certificate } = await clientCertificate(chaincodeId);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const keyFile = path.join(dir, 'client.key');
  const certificateFile = path.join(dir, 'client.crt');
  writeFileSync(keyFile, Buffer.from(key).toString('base64'), { mode: 0o600 });
  writeFileSync(certificateFile, Buffer.from(certificate).toString('base64'));
  return { keyFile, certificateFile };
}
