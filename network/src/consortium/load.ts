import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { type Consortium, resolveConsortium } from './consortium.js';
import { crossCheck } from './cross-checks.js';
import { ConsortiumError, type Problem } from './problems.js';
import { consortiumSchema } from './schema.js';
import { schemaProblems } from './schema-problems.js';

/** The consortium file of this repository. */
export const DEFAULT_CONSORTIUM_FILE = fileURLToPath(new URL('../../consortium.yaml', import.meta.url));

/**
 * Reads and checks a consortium file.
 *
 * @throws ConsortiumError naming every mistake with file, line, path and what was expected.
 */
export function loadConsortium(file: string = DEFAULT_CONSORTIUM_FILE): Consortium {
  const text = readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  refuse(
    file,
    document.errors.map((error) => ({
      path: [],
      message: `is not YAML: ${error.message.split('\n')[0]?.replace(/[:.]?$/, '')}`,
      line: lines.linePos(error.pos[0]).line,
    })),
  );
  const locate = (problem: Problem): Problem => {
    const line = lineOf(document, lines, problem.path);
    return line === undefined ? problem : { ...problem, line };
  };
  const parsed = consortiumSchema.safeParse(document.toJS(), { reportInput: true });
  if (!parsed.success) {
    throw new ConsortiumError(file, schemaProblems(parsed.error.issues).map(locate));
  }
  refuse(file, crossCheck(parsed.data).map(locate));
  return resolveConsortium(parsed.data, { file, sha256: createHash('sha256').update(text).digest('hex') });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConsortiumError(file, [
      { path: [], message: `the consortium file cannot be read (${reason})` },
    ]);
  }
}

function refuse(file: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ConsortiumError(file, problems);
  }
}

/** Line of the value at `path`, or of the nearest thing around it that is in the file. */
function lineOf(
  document: Document,
  lines: LineCounter,
  path: readonly (string | number)[],
): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return undefined;
}
