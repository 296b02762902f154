import type { z } from 'zod';
import type { Problem } from './problems.js';

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

/** What the schema found, in words for the person who writes the file. */
export function schemaProblems(issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...path, key], message: 'this key is unknown here; take it out' }))
      : [{ path, message: expectation(issue) }];
  });
}

function expectation(issue: Issue): string {
  if (issue.input === undefined) {
    return `is missing; ${expected(issue)}`;
  }
  return `${expected(issue)}, found ${found(issue.input)}`;
}

function expected(issue: Issue): string {
  if (issue.message.startsWith('expected')) {
    return issue.message;
  }
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(' or ')}`;
    default:
      return issue.message;
  }
}

function found(input: unknown): string {
  if (Array.isArray(input)) {
    return `a list of ${input.length}`;
  }
  return typeof input === 'object' && input !== null ? 'keys with values' : JSON.stringify(input);
}
