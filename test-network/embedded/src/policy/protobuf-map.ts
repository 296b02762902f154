/** The entries of a protobuf map by key, so that the same map always gives the same list. */
export function entries<Value>(map: {
  forEach(visit: (value: Value, key: string) => void): void;
}): [string, Value][] {
  const list: [string, Value][] = [];
  map.forEach((value, key) => {
    list.push([key, value]);
  });
  return list.sort(([a], [b]) => (a < b ? -1 : 1));
}
