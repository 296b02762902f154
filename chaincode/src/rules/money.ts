declare const unit: unique symbol;

/** An amount of money in fen, the hundredth of a yuan: always a safe integer. */
export type Fen = number & { readonly [unit]: 'fen' };

const DECIMAL = /^(0|[1-9]\d{0,13})(?:\.(\d{1,2}))?$/;

/** Checks that `value` is a whole number of fen which arithmetic keeps exact; throws a RangeError otherwise. */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(
      `${value} is no exact whole number of fen: at most ${Number.MAX_SAFE_INTEGER} can be booked.`,
    );
  }
  return value as Fen;
}

export const ZERO_FEN = fen(0);

/** The sum; throws a RangeError where it is too large to be exact. */
export function addFen(a: Fen, b: Fen): Fen {
  return fen(a + b);
}

/** The difference, which may be negative; throws a RangeError where it is too large to be exact. */
export function subtractFen(a: Fen, b: Fen): Fen {
  return fen(a - b);
}

/**
 * Reads a decimal string of yuan such as `1204.50`, without passing through floating point.
 *
 * @returns undefined where the text is no amount: a sign, a separator, a third decimal, a leading zero, or more
 *   than can be booked exactly.
 */
export function parseYuan(text: string): Fen | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = ''] = match;
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return Number.isSafeInteger(value) ? fen(value) : undefined;
}

/** Writes an amount as a decimal string of yuan with two decimals, for example `-0.05`. */
export function formatYuan(amountFen: Fen): string {
  const digits = String(Math.abs(amountFen)).padStart(3, '0');
  const sign = amountFen < 0 ? '-' : '';
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
