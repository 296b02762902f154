import type { Step } from './steps.js';
import type { TellerCall } from './teller.js';

type Line = Readonly<Record<string, unknown>>;

/** An earlier call once more, with the same content or with a little more money in its first line. */
export function repeated(
  { which, altered }: Extract<Step, { do: 'repeat' }>,
  earlier: readonly TellerCall[],
): TellerCall | undefined {
  const call = earlier[which % (earlier.length || 1)];
  if (call === undefined || !altered) return call;
  const [first, ...others] = (call.request.instructions ?? []) as readonly Line[];
  if (typeof first?.amountFen !== 'number') return call;
  const instructions = [{ ...first, amountFen: first.amountFen + 1 }, ...others];
  return { ...call, request: { ...call.request, instructions } };
}
