import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A path for a data folder that does not exist yet, below `folder`. */
export function newDataDir(folder: string): string {
  return path.join(mkdtempSync(path.join(folder, 'data-')), 'data');
}

/** Every file below a folder by its relative path, with its content in hexadecimal. */
export function filesIn(dir: string): ReadonlyMap<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
  return new Map(files.map((file) => [path.relative(dir, file), readFileSync(file, 'hex')]));
}
