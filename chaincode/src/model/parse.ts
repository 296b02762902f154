import type { z } from 'zod';
import { unreadable } from './readable.js';
import { Refusal, type RefusalDetails } from './refusal.js';
import { byPrecedence, isResultCode, type ResultCode } from './result-codes.js';

/**
 * Reads JSON by a schema, or refuses with the fault that takes precedence.
 *
 * Nothing of the text's values gets into the refusal: they may be personal data. That is also why the message
 * of the JSON parser, which quotes the text, is dropped.
 *
 * @param prefix put before the field's path where the text is part of a larger request
 */
export function parseJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  prefix?: string,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(text, prefix));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues
    .map((issue) => refusalOf(issue, prefix))
    .sort((a, b) => byPrecedence(a.code, b.code) || compareText(a.field, b.field));
  throw new Refusal(first ?? { code: 'MALFORMED_REQUEST', message: 'The request has a fault.' });
}

/** Of equal faults the first field by its path is told, so that it never depends on how an object is laid out. */
function compareText(a = '', b = ''): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function jsonOf(text: string, prefix: string | undefined): unknown {
  const fault = unreadable(text);
  if (fault !== undefined) throw malformed(fault, prefix);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The text is no JSON.', prefix);
  }
}

function malformed(message: string, prefix: string | undefined): Refusal {
  return new Refusal({ code: 'MALFORMED_REQUEST', ...(prefix !== undefined && { field: prefix }), message });
}

function refusalOf(issue: z.core.$ZodIssue, prefix: string | undefined): RefusalDetails {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.filter(isFieldName).sort().slice(0, 1) : [];
  const path = [...(prefix === undefined ? [] : [prefix]), ...issue.path.map(String), ...unknown];
  const message =
    issue.code === 'unrecognized_keys'
      ? 'The field is not known.'
      : `The value is refused: ${issue.message}.`;
  return {
    code: codeOf(issue),
    ...(path.length > 0 && { field: path.join('.') }),
    message: codeOf(issue) === 'MALFORMED_REQUEST' ? message : issue.message,
  };
}

/** A key may itself be a value that somebody put in the wrong place. */
function isFieldName(key: string): boolean {
  return /^[A-Za-z]\w{0,39}$/.test(key);
}

function codeOf(issue: z.core.$ZodIssue): ResultCode {
  const code: unknown = issue.code === 'custom' ? issue.params?.resultCode : undefined;
  return typeof code === 'string' && isResultCode(code) ? code : 'MALFORMED_REQUEST';
}
