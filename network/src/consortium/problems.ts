/** Where in the consortium file something is wrong, and what was expected there. */
export interface Problem {
  /** Keys and indexes from the root to the value, for example `['organisations', 2, 'mspId']`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Line in the file, from 1, where it is known. */
  readonly line?: number;
}

/** `organisations[2].mspId`, as the file's reader would say it. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** The consortium file cannot be used; the message has a line for each problem: file, line, path, what was expected. */
export class ConsortiumError extends Error {
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => problemText(file, problem)).join('\n'));
    this.name = 'ConsortiumError';
    this.file = file;
    this.problems = problems;
  }
}

function problemText(file: string, { path, message, line }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return path.length === 0 ? `${place}: ${message}.` : `${place}: ${pathText(path)}: ${message}.`;
}
