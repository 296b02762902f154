/** A proof that is not taken. The message is one sentence, and holds nothing of the proof's own text. */
export class InvalidProof extends Error {
  override readonly name = 'InvalidProof';
}

/** Goes on only where `holds`; `reason` is the whole sentence. */
export function demand(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new InvalidProof(reason);
}

/** Runs what throws errors of its own on bad bytes, and says `reason` in their place; they remain as the cause. */
export function readable<Value>(reason: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new InvalidProof(reason, { cause });
  }
}
