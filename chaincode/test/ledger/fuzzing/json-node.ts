/** JSON text in parts, with what a JavaScript value cannot hold: 1e400, -0, a key twice. */
export type JsonNode =
  | { readonly token: string }
  | { readonly items: readonly JsonNode[] }
  | { readonly members: readonly (readonly [name: string, value: JsonNode])[] };

export function jsonNode(value: unknown): JsonNode {
  if (Array.isArray(value)) return { items: value.map(jsonNode) };
  if (typeof value === 'object' && value !== null) {
    return { members: Object.entries(value).map(([name, part]) => [name, jsonNode(part)]) };
  }
  return { token: JSON.stringify(value) };
}

export function jsonText(node: JsonNode): string {
  if ('token' in node) return node.token;
  if ('items' in node) return `[${node.items.map(jsonText).join(',')}]`;
  return `{${node.members.map(([name, value]) => `${JSON.stringify(name)}:${jsonText(value)}`).join(',')}}`;
}

/** Nodes in all, the root among them. */
export function nodeCount(node: JsonNode): number {
  return partsOf(node).reduce((count, part) => count + nodeCount(part), 1);
}

/** The tree with the node at a place, counted from the root down and from left to right, replaced by what `change` makes of it. */
export function replaceAt(root: JsonNode, place: number, change: (node: JsonNode) => JsonNode): JsonNode {
  if (place === 0) return change(root);
  let before = 1;
  const visit = (part: JsonNode): JsonNode => {
    const here = place - before;
    const size = nodeCount(part);
    before += size;
    return here >= 0 && here < size ? replaceAt(part, here, change) : part;
  };
  if ('token' in root) return root;
  if ('items' in root) return { items: root.items.map(visit) };
  return { members: root.members.map(([name, value]) => [name, visit(value)]) };
}

function partsOf(node: JsonNode): readonly JsonNode[] {
  if ('token' in node) return [];
  return 'items' in node ? node.items : node.members.map(([, value]) => value);
}
