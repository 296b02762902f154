import fc from 'fast-check';
import { hostileName, hostileNode } from './hostile-values.js';
import { type JsonNode, jsonNode, jsonText, nodeCount, replaceAt } from './json-node.js';

type Mutation = (node: JsonNode) => JsonNode;

/** What can be done to one value of a request, and mostly to its fields. */
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: hostileNode.map((other) => () => other) },
  {
    weight: 3,
    arbitrary: fc.tuple(hostileName, hostileNode).map(([name, value]) => withMember(name, value)),
  },
  { weight: 2, arbitrary: fc.nat(50).map(withoutPart) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(50), hostileNode).map(([at, value]) => withPartTwice(at, value)) },
  { weight: 5, arbitrary: fc.tuple(fc.integer({ min: -100, max: 100 }), fc.nat(50)).map(nudged) },
  { weight: 1, arbitrary: fc.constant<Mutation>((node) => ({ items: [node] })) },
  { weight: 1, arbitrary: fc.constant<Mutation>((node) => ({ token: JSON.stringify(jsonText(node)) })) },
  { weight: 1, arbitrary: fc.constant<Mutation>(unquoted) },
);

/** A text made from a valid one by up to three changes, sometimes by none. */
function mutated(example: unknown): fc.Arbitrary<string> {
  const changes = fc.array(fc.tuple(fc.nat(10_000), mutation), { maxLength: 3 });
  return changes.map((all) =>
    jsonText(
      all.reduce(
        (node, [place, change]) => replaceAt(node, place % nodeCount(node), change),
        jsonNode(example),
      ),
    ),
  );
}

/** Texts for a function whose valid requests are like these: anything at all, but mostly nearly right. */
export function requestText(examples: readonly unknown[]): fc.Arbitrary<string> {
  const anything = [
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 5 }) },
    { weight: 1, arbitrary: hostileNode.map(jsonText) },
  ];
  if (examples.length === 0) return fc.oneof(...anything, { weight: 2, arbitrary: mutated({}) });
  const example = fc.constantFrom(...examples);
  const cut = example
    .map((value) => JSON.stringify(value))
    .chain((text) => fc.nat(text.length).map((end) => text.slice(0, end)));
  return fc.oneof(
    ...anything,
    { weight: 1, arbitrary: cut },
    { weight: 12, arbitrary: example.chain(mutated) },
  );
}

function withMember(name: string, value: JsonNode): Mutation {
  return (node) => ('members' in node ? { members: [...node.members, [name, value]] } : node);
}

function withoutPart(position: number): Mutation {
  return (node) => {
    if ('items' in node) return { items: node.items.filter((_, at) => at !== position % node.items.length) };
    if ('members' in node)
      return { members: node.members.filter((_, at) => at !== position % node.members.length) };
    return node;
  };
}

/** A list with an item twice; a field that comes again with another value, of which JSON’s readers keep the last. */
function withPartTwice(position: number, value: JsonNode): Mutation {
  return (node) => {
    if ('items' in node) {
      const item = node.items[position % node.items.length];
      return item === undefined ? node : { items: [...node.items, item] };
    }
    if (!('members' in node)) return node;
    const [name] = node.members[position % node.members.length] ?? [];
    return name === undefined ? node : { members: [...node.members, [name, value]] };
  };
}

/** Another value of the same form: a number a little larger or smaller, a text with another digit. */
function nudged([difference, position]: [number, number]): Mutation {
  return (node) => {
    if (!('token' in node)) return node;
    if (/^-?\d{1,15}$/.test(node.token)) return { token: String(Number(node.token) + difference) };
    const at = position % node.token.length;
    if (!/^[0-9a-zA-Z]$/.test(node.token.charAt(at)) || !node.token.startsWith('"')) return node;
    return { token: node.token.slice(0, at) + Math.abs(difference % 10) + node.token.slice(at + 1) };
  };
}

/** A number where its digits were text. */
function unquoted(node: JsonNode): JsonNode {
  return 'token' in node && /^"-?\d{1,20}"$/.test(node.token)
    ? { token: String(Number(node.token.slice(1, -1))) }
    : node;
}
