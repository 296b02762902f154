import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { textOf } from '../error-text.js';
import { type ChaincodeCode, chaincodeCode } from './chaincode-code.js';
import { type ChaincodePackage, type PackageMetadata, parsePackage, readTarGz } from './package-file.js';

export interface StoredPackage {
  readonly packageId: string;
  readonly label: string;
  readonly metadata: PackageMetadata;
}

/** The install packages of one peer on disk, each with its code unpacked beside it. */
export class PackageStore {
  readonly #dir: string;
  readonly #packages = new Map<string, StoredPackage>();
  #lastInstall: Promise<unknown> = Promise.resolve();

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)) {
      if (/^.+\.[0-9a-f]{64}$/.test(name)) {
        this.#load(name);
      }
    }
  }

  list(): readonly StoredPackage[] {
    return [...this.#packages.values()].sort((a, b) => (a.packageId < b.packageId ? -1 : 1));
  }

  get(packageId: string): StoredPackage | undefined {
    return this.#packages.get(packageId);
  }

  bytes(packageId: string): Uint8Array | undefined {
    return this.#packages.has(packageId)
      ? readFileSync(path.join(this.#dir, folderName(packageId), 'package.tar.gz'))
      : undefined;
  }

  /**
   * How to run a package.
   *
   * @throws Error with a sentence where the code has gone or cannot be run here
   */
  code(packageId: string): ChaincodeCode {
    const stored = this.#packages.get(packageId);
    if (stored === undefined) {
      throw new Error(`chaincode install package '${packageId}' not found`);
    }
    return chaincodeCode(stored.metadata, path.join(this.#dir, folderName(packageId), 'code'));
  }

  /** Unpacks and keeps a package; it is there wholly or not at all. @throws Error with Fabric's words */
  install(bytes: Uint8Array): Promise<StoredPackage> {
    // One after another, so that the same package sent twice at once is unpacked once.
    const installing = this.#lastInstall.then(() => this.#install(bytes));
    this.#lastInstall = installing.catch(() => undefined);
    return installing;
  }

  async #install(bytes: Uint8Array): Promise<StoredPackage> {
    const parsed = await parsePackage(bytes).catch((error: unknown) => {
      throw new Error(`could not parse as a chaincode install package: ${textOf(error)}`);
    });
    if (this.#packages.has(parsed.packageId)) {
      throw new Error(`chaincode already successfully installed (package ID '${parsed.packageId}')`);
    }
    const target = path.join(this.#dir, folderName(parsed.packageId));
    const work = `${target}.part`;
    try {
      await this.#unpack(parsed, bytes, work);
      chaincodeCode(parsed.metadata, path.join(work, 'code'));
      await rm(target, { recursive: true, force: true });
      await rename(work, target);
    } catch (error) {
      await rm(work, { recursive: true, force: true });
      throw new Error(`could not build chaincode: ${textOf(error)}`);
    }
    return this.#add(parsed.packageId, parsed.metadata);
  }

  async #unpack(parsed: ChaincodePackage, bytes: Uint8Array, dir: string): Promise<void> {
    const code = path.join(dir, 'code');
    await rm(dir, { recursive: true, force: true });
    await mkdir(code, { recursive: true });
    for (const file of await readTarGz(parsed.code)) {
      const target = path.resolve(code, file.name);
      if (!target.startsWith(code + path.sep)) {
        throw new Error(`tar entry ${file.name} points outside the package`);
      }
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.content, { mode: file.mode & 0o777 });
    }
    await writeFile(path.join(dir, 'metadata.json'), JSON.stringify(parsed.metadata));
    await writeFile(path.join(dir, 'package.tar.gz'), bytes);
  }

  #load(name: string): void {
    const text = readFileSync(path.join(this.#dir, name, 'metadata.json'), 'utf8');
    const dot = name.lastIndexOf('.');
    this.#add(`${name.slice(0, dot)}:${name.slice(dot + 1)}`, JSON.parse(text) as PackageMetadata);
  }

  #add(packageId: string, metadata: PackageMetadata): StoredPackage {
    const stored = { packageId, label: metadata.label, metadata };
    this.#packages.set(packageId, stored);
    return stored;
  }
}

function folderName(packageId: string): string {
  return packageId.replace(':', '.');
}
