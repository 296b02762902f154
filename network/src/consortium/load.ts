import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
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
  // The first mistake makes the parser see others that are none.
  refuse(
    file,
    document.errors.slice(0, 1).map((error) => ({
      path: [],
      message: `is not YAML: ${yamlReason(error.message)}`,
      line: lines.linePos(error.pos[0]).line,
    })),
  );
  const located = (problems: readonly Problem[]): readonly Problem[] =>
    problems
      .map((problem) => ({ ...problem, line: lineOf(document, lines, problem.path) }))
      .toSorted((one, other) => one.line - other.line);
  const parsed = consortiumSchema.safeParse(document.toJS(), { reportInput: true });
  if (!parsed.success) {
    throw new ConsortiumError(file, located(schemaProblems(parsed.error.issues)));
  }
  refuse(file, located(crossCheck(parsed.data)));
  return resolveConsortium(parsed.data, { file, sha256: createHash('sha256').update(text).digest('hex') });
}

/** The parser's first sentence without the place, which is said already. */
function yamlReason(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/( at line \d+, column \d+)?[:.]?$/, '');
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
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  const nearest = path
    .map((_, index) => document.getIn(path.slice(0, path.length - index), true))
    .find((node) => isNode(node) && node.range);
  return isNode(nearest) && nearest.range ? lines.linePos(nearest.range[0]).line : 1;
}
