import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DataFolderError } from '../layout/data-folder-error.js';
import { LAYOUT_VERSION, type NetworkDescription, NetworkDescriptionSchema } from './schema.js';

const FILE = 'network.json';
/** Marks a path in the file, which is relative to the data folder; no other text there begins so. */
const RELATIVE = './';

/** The text of network.json: paths inside the data folder are written relative to it. */
export function networkDescriptionText({ dataDir, ...description }: NetworkDescription): string {
  const inside = `${dataDir}${path.sep}`;
  const relative = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(inside) ? RELATIVE + path.relative(dataDir, value) : value;
  return `${JSON.stringify(description, relative, 2)}\n`;
}

/** Where the description lies in a data folder. */
export function networkDescriptionFile(dataDir: string): string {
  return path.join(path.resolve(dataDir), FILE);
}

/**
 * Reads the description of a derived network, with absolute paths.
 *
 * @throws DataFolderError when the folder holds no network, or one of another layout.
 */
export function readNetworkDescription(dataDir: string): NetworkDescription {
  const found = findNetworkDescription(dataDir);
  if (found === undefined) {
    throw new DataFolderError(
      `The folder ${path.resolve(dataDir)} holds no network: there is no ${FILE} in it; start the network once, or name another folder with --data.`,
    );
  }
  return found;
}

/** Like {@link readNetworkDescription}, but a folder without a description, or no folder, is `undefined`. */
export function findNetworkDescription(dataDir: string): NetworkDescription | undefined {
  const absolute = path.resolve(dataDir);
  const text = readIfThere(networkDescriptionFile(absolute));
  if (text === undefined) {
    return undefined;
  }
  const content = parse(text, absolute);
  refuseOtherLayout(content, absolute);
  const parsed = NetworkDescriptionSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DataFolderError(
      `The file ${networkDescriptionFile(absolute)} is damaged at ${issue?.path.join('.') || 'its root'} (${issue?.message}); start with --reset to make the network anew.`,
    );
  }
  return { dataDir: absolute, ...parsed.data };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return undefined;
    }
    throw new DataFolderError(`The file ${file} cannot be read (${String(code)}); check its owner and mode.`);
  }
}

function parse(text: string, dataDir: string): unknown {
  const absolute = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.startsWith(RELATIVE) ? path.join(dataDir, value) : value;
  try {
    return JSON.parse(text, absolute);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(
      `The file ${networkDescriptionFile(dataDir)} is not JSON (${reason}); start with --reset to make the network anew.`,
    );
  }
}

function refuseOtherLayout(content: unknown, dataDir: string): void {
  const version =
    typeof content === 'object' && content !== null && 'layoutVersion' in content
      ? content.layoutVersion
      : 'none';
  if (version !== LAYOUT_VERSION) {
    throw new DataFolderError(
      `The data folder ${dataDir} has layout version ${String(version)}, this program needs version ${LAYOUT_VERSION}; start with --reset to make it anew, or name another folder with --data.`,
    );
  }
}
