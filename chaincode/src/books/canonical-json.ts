/** Text that JSON writes as it is, between quotation marks. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * JSON with the keys of every object in the order of their code units and no field that is undefined.
 *
 * Endorsers must write the same bytes. Two objects with the same content may hold it in different orders, so what
 * goes to the ledger is never left to the order in which a program happened to build it.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Array.isArray(value) ? arrayText(value) : objectText(value as Readonly<Record<string, unknown>>);
}

/** Lists of plain values, such as the lines of a chunk, have no order that could differ. */
function arrayText(items: readonly unknown[]): string {
  if (items.every(isPlain)) return JSON.stringify(items);
  let text = '[';
  for (const [index, item] of items.entries())
    text += index === 0 ? canonicalJson(item) : `,${canonicalJson(item)}`;
  return `${text}]`;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function objectText(fields: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of sorted(Object.keys(fields))) {
    const field = fields[key];
    if (field !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

/** What was read from the ledger is in order already, and to see that is cheaper than to sort it. */
function sorted(keys: string[]): readonly string[] {
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort();
  }
  return keys;
}

/** Almost every text of the books is plain, and needs no search for what to escape. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
