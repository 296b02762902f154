import { common, msp } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nOutOf, parsePolicy } from './policy-dsl.js';
import { satisfyingPrincipalSets } from './principal-sets.js';

const setsOf = (envelope: common.SignaturePolicyEnvelope): string[] =>
  satisfyingPrincipalSets(envelope).map((set) =>
    set
      .map((principal) => msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier())
      .join('+'),
  );
const sets = (policy: string): string[] => setsOf(parsePolicy(policy));

/** Whether signers of these organisations, one each, satisfy a policy written as a tree. */
type Tree = string | { readonly n: number; readonly rules: readonly Tree[] };
const satisfied = (tree: Tree, signers: ReadonlySet<string>): boolean =>
  typeof tree === 'string'
    ? signers.has(tree)
    : tree.rules.filter((rule) => satisfied(rule, signers)).length >= tree.n;
const write = (tree: Tree): string =>
  typeof tree === 'string' ? `'${tree}.peer'` : `OutOf(${tree.n}, ${tree.rules.map(write).join(', ')})`;

describe('the combinations of principals that satisfy a policy', () => {
  it('are one for AND, one each for OR, and every choice for OutOf', () => {
    expect(sets("AND('A.peer','B.peer')")).toEqual(['A+B']);
    expect(sets("OR('A.peer','B.peer')")).toEqual(['A', 'B']);
    expect(sets("OutOf(2,'A.peer','B.peer','C.peer')")).toEqual(['A+B', 'A+C', 'B+C']);
    expect(sets("AND('A.peer', OR('B.peer','C.peer'))")).toEqual(['A+B', 'A+C']);
    expect(sets("AND('A.peer','A.peer')")).toEqual(['A+A']);
  });

  it('are none where a policy asks for nothing, for too much or for a principal that is not there', () => {
    expect(sets("OutOf(0,'A.peer')")).toEqual([]);
    expect(sets("OutOf(3,'A.peer','B.peer')")).toEqual([]);
    expect(sets("OR('A.peer', OutOf(0, 'B.peer'))")).toEqual([]);
    const envelope = new common.SignaturePolicyEnvelope();
    expect(setsOf(envelope)).toEqual([]);
    envelope.setRule(nOutOf(1, []));
    expect(setsOf(envelope)).toEqual([]);
  });

  it('are exactly those organisations that satisfy the policy', () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(...names),
        fc
          .array(tie('tree'), { minLength: 1, maxLength: 4 })
          .chain((rules) => fc.integer({ min: 1, max: rules.length }).map((n) => ({ n, rules }))),
      ),
    }));
    const gate = tree.map((rule): Tree => (typeof rule === 'string' ? { n: 1, rules: [rule] } : rule));
    fc.assert(
      fc.property(gate, fc.subarray(names), (policy, present) => {
        const signers = new Set(present);
        const bySets = sets(write(policy)).some((set) => set.split('+').every((name) => signers.has(name)));
        expect(bySets).toBe(satisfied(policy, signers));
      }),
    );
  });

  it('stay within bounds for policies that have more than anybody could try', () => {
    const many = Array.from({ length: 30 }, (_, index) => `'O${index}.peer'`).join(',');
    expect(sets(`OutOf(15, ${many})`).length).toBe(10_000);
    const nested = Array.from({ length: 12 }, () => `OutOf(3, ${many})`).join(',');
    const found = sets(`AND(${nested})`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(10_000);
    expect(found[0]?.split('+')).toHaveLength(36);
  });
});
