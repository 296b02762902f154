import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CollectionsFile } from '../lifecycle/collections.js';

const FILE = 'deployment.json';

const Source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), folder: z.string() }),
  z.strictObject({ kind: z.literal('address'), address: z.string(), tlsRoot: z.string().optional() }),
]);

const DeploymentRecord = z.strictObject({
  name: z.string(),
  source: Source,
  /** By organisation id. */
  services: z.record(z.string(), z.strictObject({ packageId: z.string(), port: z.int().optional() })),
  /** By channel. */
  channels: z.record(
    z.string(),
    z.strictObject({
      version: z.string(),
      sequence: z.int(),
      policy: z.string(),
      collections: CollectionsFile,
      initRequired: z.boolean(),
    }),
  ),
});

/** Where chaincode comes from: a folder, run by us, or a service that somebody else runs. */
export type ChaincodeSource = z.infer<typeof Source>;
/** What was deployed under one chaincode name, so that it runs again when the network does. */
export type DeploymentRecord = z.infer<typeof DeploymentRecord>;

/** The records in `<data>/chaincode/<name>/deployment.json`. */
export class DeploymentRecords {
  readonly #root: string;

  constructor(dataDir: string) {
    this.#root = path.join(dataDir, 'chaincode');
  }

  async all(): Promise<readonly DeploymentRecord[]> {
    await mkdir(this.#root, { recursive: true });
    const records = await Promise.all((await readdir(this.#root)).map((name) => this.read(name)));
    return records.filter((record) => record !== undefined);
  }

  async read(name: string): Promise<DeploymentRecord | undefined> {
    const file = path.join(this.#root, name, FILE);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
    return DeploymentRecord.parse(JSON.parse(text));
  }

  async write(record: DeploymentRecord): Promise<void> {
    const folder = path.join(this.#root, record.name);
    await mkdir(folder, { recursive: true });
    // Written aside and moved into place: a reader sees the old record or the new one, never half of it.
    const draft = path.join(folder, `${FILE}.draft`);
    await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`);
    await rename(draft, path.join(folder, FILE));
  }
}
