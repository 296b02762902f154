export function expectEqual(what: string, found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`Of ${what} the ledger has\n${one}\nand there should be\n${other}`);
}

/** The object with its fields in the order of their names, and lists in order too. */
export function sorted(object: object): object {
  return Object.fromEntries(
    Object.entries(object)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]),
  );
}
