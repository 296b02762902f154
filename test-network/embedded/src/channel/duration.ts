import { ChannelConfigError } from './channel-config-error.js';

const UNITS_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ns: 1e-6,
};
const DURATION =
  /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*$/;
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Milliseconds of a duration as Go writes it: `20ms`, `1m30s`, `1.5h`. Throws ChannelConfigError. */
export function parseDurationMs(text: string): number {
  if (text === '0') return 0;
  if (!DURATION.test(text)) throw new ChannelConfigError(`time: invalid duration ${JSON.stringify(text)}`);
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(PART)) totalMs += Number(amount) * (UNITS_MS[unit ?? ''] ?? 0);
  return text.startsWith('-') ? -totalMs : totalMs;
}
