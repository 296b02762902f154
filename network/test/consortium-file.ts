import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Consortium } from '../src/consortium/consortium.js';
import { DEFAULT_CONSORTIUM_FILE, loadConsortium } from '../src/consortium/load.js';
import { ConsortiumError, pathText } from '../src/consortium/problems.js';

/** The text of the repository's consortium file. */
export const originalText = readFileSync(DEFAULT_CONSORTIUM_FILE, 'utf8');

export type Change = readonly [from: string, to: string];

/** The repository's consortium file with the first `from` of each change made its `to`. */
export function changedText(...changes: readonly Change[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) {
      throw new Error(`The consortium file has no ${from} that a test could change.`);
    }
    return text.replace(from, to);
  }, originalText);
}

/** Loads a consortium file with this text from a new folder below `folder`. */
export function loadText(folder: string, text: string): Consortium {
  const file = path.join(mkdtempSync(path.join(folder, 'consortium-')), 'consortium.yaml');
  writeFileSync(file, text);
  return loadConsortium(file);
}

/** Why a consortium file with this text is refused. */
export function refusalOf(folder: string, text: string): ConsortiumError {
  try {
    loadText(folder, text);
  } catch (error) {
    if (error instanceof ConsortiumError) {
      return error;
    }
    throw error;
  }
  throw new Error('The file was taken although it is wrong.');
}

/** A mistake, and what is said of which place after it: exactly one thing. */
export interface Mistake {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly message: string;
}

/** `path: message` of each problem of the file after the mistake. */
export function saidOf(folder: string, { from, to }: Mistake): readonly string[] {
  const { problems } = refusalOf(folder, changedText([from, to]));
  return problems.map((problem) => `${pathText(problem.path)}: ${problem.message}`);
}
