import { isResultCode, type ResultCode } from './result-codes.js';

/** Why the contract refused: what is wrong, with which field of the request, and the fact that would cure it. */
export interface RefusalDetails {
  readonly code: ResultCode;
  /** Path in the request, for example `transfers.3.amountFen`; absent where the fault is in no field. */
  readonly field?: string;
  /** One sentence, without personal data: it is logged, and shown to whoever called. */
  readonly message: string;
}

/** A refusal by the contract. Its text carries the code first, because nothing but the text reaches the caller. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly details: RefusalDetails;

  constructor(details: RefusalDetails) {
    const field = details.field === undefined ? '' : ` [${details.field}]`;
    super(`${details.code}${field}: ${details.message}`);
    this.details = details;
  }
}

/** The same details with the field's path seen from the whole request, such as `instructions.3.amountFen`. */
export function within(place: string, { code, field, message }: RefusalDetails): RefusalDetails {
  return field === undefined ? { code, message } : { code, field: `${place}.${field}`, message };
}

const TEXT = /(?:^|[\s,])([A-Z][A-Z_]+)(?: \[([\w.]+)\])?: (.*)$/s;

/** Finds a refusal in an error text that Fabric may have put words before; undefined where there is none. */
export function parseRefusal(text: string): RefusalDetails | undefined {
  const [, code = '', field, message = ''] = TEXT.exec(text) ?? [];
  if (!isResultCode(code)) return undefined;
  return field === undefined ? { code, message } : { code, field, message };
}
