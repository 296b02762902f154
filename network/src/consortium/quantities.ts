import { z } from 'zod';

const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

const SIZE = /^(\d+) ?(B|KB|MB|GB)$/;
const DURATION = /^(\d+)(ms|s|m)$/;

const scaled = (text: string, pattern: RegExp, units: Readonly<Record<string, number>>): number => {
  const [, count = '', unit = ''] = pattern.exec(text) ?? [];
  return Number(count) * (units[unit] ?? Number.NaN);
};

/** A size written for people, such as `2 MB` (1 MB = 1024 x 1024 bytes, as Fabric counts), as bytes. */
export const sizeBytes = z
  .string({ error: 'expected a size such as 2 MB' })
  .regex(SIZE, { error: 'expected a size such as 512 KB or 2 MB' })
  .transform((text) => scaled(text, SIZE, UNIT_BYTES))
  .refine((bytes) => bytes > 0 && bytes < 2 ** 31, { error: 'expected a size above 0 and below 2 GB' });

/** A duration written for people, such as `20ms` or `2s`, as milliseconds. */
export const durationMs = z
  .string({ error: 'expected a duration such as 20ms' })
  .regex(DURATION, { error: 'expected a duration such as 20ms or 2s' })
  .transform((text) => scaled(text, DURATION, UNIT_MS))
  .refine((ms) => ms > 0 && ms <= 3_600_000, { error: 'expected a duration above 0 and up to 60m' });
