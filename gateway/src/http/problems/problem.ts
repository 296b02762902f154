import { z } from 'zod';
import { type ProblemCode, problemEntry } from './catalogue.js';

/** A fault of one field of a request. */
export interface FieldFault {
  readonly field: string;
  readonly code: ProblemCode;
  readonly message: string;
}

export interface ProblemDetails {
  readonly code: ProblemCode;
  /** One sentence with the fact that would cure it; the catalogue's where it is not given. Never personal data. */
  readonly detail?: string | undefined;
  readonly field?: string | undefined;
  /** All faults that were found, where there are several. */
  readonly errors?: readonly FieldFault[] | undefined;
  readonly transactionId?: string | undefined;
}

/** What a handler throws to answer with a problem. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails, options?: ErrorOptions) {
    super(details.detail ?? problemEntry(details.code).en, options);
    this.details = details;
  }
}

const RETRY_AFTER_SECONDS = 1;

/** The body of a problem (RFC 9457) as the API documents it. */
export const ProblemBody = z
  .object({
    type: z.string().meta({
      description: 'Stable name of the problem.',
      example: 'urn:sanfang:problem:INSUFFICIENT_WITHDRAWABLE',
    }),
    title: z.string(),
    titleZh: z.string().meta({ description: 'The title in Chinese.' }),
    status: z.int(),
    code: z
      .string()
      .meta({ description: 'Stable code, the last part of the type.', example: 'INSUFFICIENT_WITHDRAWABLE' }),
    detail: z.string(),
    field: z.string().optional().meta({ description: 'The field at fault.' }),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
    cure: z.enum(['caller', 'client', 'operator', 'time']).meta({ description: 'Who can cure it.' }),
    retry: z.boolean().meta({ description: 'Whether the same request with the same key may succeed later.' }),
    transactionId: z.string().optional(),
    requestId: z.string().meta({ description: 'Names the request in the gateway’s log.' }),
  })
  .meta({ id: 'Problem', description: 'Why the request was not carried out.' });

/** Body and headers of the answer. */
export function problemAnswer(
  details: ProblemDetails,
  requestId: string,
): { status: number; headers: Record<string, string>; body: z.input<typeof ProblemBody> } {
  const { status, en, zh, cure, retry } = problemEntry(details.code);
  return {
    status,
    headers: status === 503 || status === 504 ? { 'Retry-After': String(RETRY_AFTER_SECONDS) } : {},
    body: {
      type: `urn:sanfang:problem:${details.code}`,
      title: en,
      titleZh: zh,
      status,
      code: details.code,
      detail: details.detail ?? en,
      ...(details.field !== undefined && { field: details.field }),
      ...(details.errors !== undefined && { errors: [...details.errors] }),
      cure,
      retry,
      ...(details.transactionId !== undefined && { transactionId: details.transactionId }),
      requestId,
    },
  };
}
