import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A text as it may stand in a file: as it is, escaped as JSON may have it, in hexadecimal, or within base64. */
export function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text, 'utf8');
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const base64 = [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The first and the last characters depend on what stands beside the text.
    return shifted.slice(offset === 0 ? 0 : offset + 1, -1);
  });
  const forms = new Set([text, escaped, bytes.toString('hex'), ...base64]);
  return [...forms].map((form) => Buffer.from(form, 'utf8'));
}

export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Which of the texts stand in any of the files, and where. */
export function foundIn(files: readonly string[], texts: readonly string[]): string[] {
  return files.flatMap((file) => foundInBytes(path.basename(file), readFileSync(file), texts));
}

/** Which of the texts stand in some bytes; `where` names them. */
export function foundInBytes(where: string, bytes: Buffer, texts: readonly string[]): string[] {
  return texts
    .filter((text) => formsOf(text).some((form) => bytes.includes(form)))
    .map((text) => `${where}: ${text}`);
}
