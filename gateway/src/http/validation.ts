import { byPrecedence, isResultCode, type ResultCode } from '@sanfang/chaincode/model/result-codes';
import type { z } from 'zod';
import { type FieldFault, Problem } from './problems/problem.js';

const MOST_FAULTS = 20;

/**
 * Checks a part of a request; throws a Problem that lists what is wrong with which field.
 *
 * Values are not repeated: they may be personal data, and problems are logged.
 */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues
    .flatMap(faultsOf)
    .sort((a, b) => byPrecedence(a.code, b.code))
    .slice(0, MOST_FAULTS);
  const [first] = errors;
  throw new Problem({
    code: first?.code ?? 'MALFORMED_REQUEST',
    field: first?.field,
    detail: first === undefined ? undefined : `${first.field}: ${first.message}`,
    errors,
  });
}

function faultsOf(issue: z.core.$ZodIssue): (FieldFault & { code: ResultCode })[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, fieldName(key)].join('.'),
      code: 'MALFORMED_REQUEST',
      message: 'The field is not known.',
    }));
  }
  const code: unknown = issue.code === 'custom' ? issue.params?.problemCode : undefined;
  return [
    {
      field: path.join('.') || 'body',
      code: typeof code === 'string' && isResultCode(code) ? code : 'MALFORMED_REQUEST',
      message: issue.message,
    },
  ];
}

/** A key may itself be a value that somebody put in the wrong place. */
function fieldName(key: string): string {
  return /^[A-Za-z]\w{0,39}$/.test(key) ? key : '(unreadable name)';
}
