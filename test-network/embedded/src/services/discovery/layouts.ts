import type { msp } from '@hyperledger/fabric-protos';
import type { NeighbourPeer } from '../peer-directory.js';
import type { PrincipalSet } from './principal-merge.js';

/** How many endorsements of which group; a group stands for one principal. */
export type Layout = ReadonlyMap<string, number>;

export interface LayoutInput {
  readonly principalSets: readonly PrincipalSet[];
  readonly members: readonly NeighbourPeer[];
  readonly satisfies: (member: NeighbourPeer, principal: msp.MSPPrincipal) => boolean;
}

export interface Layouts {
  readonly layouts: readonly Layout[];
  /** The members of each group that some layout names. */
  readonly groups: ReadonlyMap<string, readonly NeighbourPeer[]>;
}

/** Turns principal sets into layouts over named groups, and keeps those with enough peers in every group. */
export function layoutsOf(input: LayoutInput): Layouts {
  const nameByPrincipal = new Map<string, string>();
  const membersByName = new Map<string, readonly NeighbourPeer[]>();
  const layouts: Layout[] = [];
  for (const set of input.principalSets) {
    const layout = new Map<string, number>();
    for (const { key, principal } of set) {
      let name = nameByPrincipal.get(key);
      if (name === undefined) {
        name = `G${nameByPrincipal.size}`;
        nameByPrincipal.set(key, name);
        membersByName.set(
          name,
          input.members.filter((member) => input.satisfies(member, principal)),
        );
      }
      layout.set(name, (layout.get(name) ?? 0) + 1);
    }
    if ([...layout].every(([name, quantity]) => (membersByName.get(name)?.length ?? 0) >= quantity)) {
      layouts.push(layout);
    }
  }
  const used = new Set(layouts.flatMap((layout) => [...layout.keys()]));
  return { layouts, groups: new Map([...membersByName].filter(([name]) => used.has(name))) };
}
