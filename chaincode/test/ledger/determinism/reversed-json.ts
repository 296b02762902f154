/** Turns round the order of the keys of a parsed JSON value, of all objects in it, however deep. */
export function reverseKeys(parsed: unknown): void {
  const open = [parsed];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (typeof at !== 'object' || at === null) continue;
    const values: unknown[] = Array.isArray(at) ? at : Object.values(at);
    for (const value of values) if (typeof value === 'object' && value !== null) open.push(value);
    if (!Array.isArray(at)) reverseOwnKeys(at);
  }
}

function reverseOwnKeys(object: object): void {
  const properties = Object.entries(object);
  if (properties.length < 2) return;
  for (const [key] of properties) Reflect.deleteProperty(object, key);
  for (const [key, value] of properties.reverse()) {
    // Not by assignment, which would set the prototype where a key is named __proto__.
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }
}
