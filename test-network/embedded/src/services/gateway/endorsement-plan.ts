import { gateway, type peer } from '@hyperledger/fabric-protos';
import type { NeighbourPeer } from '../peer-directory.js';

export interface PlanLayout {
  /** How many endorsements of each group are still wanted. */
  readonly required: Map<string, number>;
  readonly endorsements: peer.Endorsement[];
}

/**
 * Which peers to ask, in which combinations, and what they have answered so far.
 *
 * Each layout is one combination that satisfies the policy. When a group has no peer left, every layout that
 * needs it is given up. A peer is in one group only, as discovery makes it.
 */
export class EndorsementPlan {
  readonly #layouts: (PlanLayout | undefined)[];
  readonly #waiting: Map<string, NeighbourPeer[]>;
  readonly #groupOf = new Map<string, string>();
  readonly errors: gateway.ErrorDetail[] = [];
  #next = 0;
  #payload: Uint8Array | undefined;
  #completed: PlanLayout | undefined;

  constructor(
    layouts: readonly ReadonlyMap<string, number>[],
    groups: ReadonlyMap<string, readonly NeighbourPeer[]>,
  ) {
    this.#layouts = layouts.map((required) => ({ required: new Map(required), endorsements: [] }));
    this.#waiting = new Map([...groups].map(([name, members]) => [name, [...members]]));
    for (const [name, members] of groups) {
      for (const member of members) {
        this.#groupOf.set(member.pkiId, name);
      }
    }
  }

  get completed():
    | { readonly payload: Uint8Array; readonly endorsements: readonly peer.Endorsement[] }
    | undefined {
    if (this.#completed === undefined || this.#payload === undefined) {
      return undefined;
    }
    return { payload: this.#payload, endorsements: this.#completed.endorsements };
  }

  /** The peers of the next layout that can still be had, taken out of their groups; undefined when none is left. */
  nextEndorsers(): NeighbourPeer[] | undefined {
    for (; this.#next < this.#layouts.length; this.#next++) {
      const layout = this.#layouts[this.#next];
      if (layout === undefined) {
        continue;
      }
      const enough = [...layout.required].every(
        ([group, quantity]) => quantity <= (this.#waiting.get(group)?.length ?? 0),
      );
      if (enough) {
        return [...layout.required].flatMap(
          ([group, quantity]) => this.#waiting.get(group)?.splice(0, quantity) ?? [],
        );
      }
      this.#layouts[this.#next] = undefined;
    }
    return undefined;
  }

  /** Counts an endorsement in every layout that wants its group; false if the result differs from the others'. */
  accept(endorser: NeighbourPeer, response: peer.ProposalResponse): boolean {
    const group = this.#groupOf.get(endorser.pkiId);
    this.#takeOut(group, endorser);
    const payload = response.getPayload_asU8();
    if (this.#payload === undefined) {
      this.#payload = payload;
    } else if (Buffer.compare(this.#payload, payload) !== 0) {
      this.errors.push(errorDetail(endorser, 'ProposalResponsePayloads do not match'));
      return false;
    }
    const endorsement = response.getEndorsement();
    for (let i = this.#next; i < this.#layouts.length; i++) {
      const layout = this.#layouts[i];
      if (layout !== undefined && countIn(layout, group, endorsement)) {
        this.#completed = layout;
        return true;
      }
    }
    return true;
  }

  /** Another peer of the group of one that failed; undefined when the group is used up. */
  anotherOfGroup(endorser: NeighbourPeer): NeighbourPeer | undefined {
    return this.#waiting.get(this.#groupOf.get(endorser.pkiId) ?? '')?.shift();
  }

  /** Gives up every layout that still needs one of these peers' groups, and goes on to the next layout. */
  abandonGroupsOf(endorsers: readonly NeighbourPeer[]): void {
    const groups = endorsers.map((each) => this.#groupOf.get(each.pkiId) ?? '');
    for (let i = this.#next; i < this.#layouts.length; i++) {
      if (groups.some((group) => this.#layouts[i]?.required.has(group))) {
        this.#layouts[i] = undefined;
      }
    }
    this.#next += 1;
  }

  #takeOut(group: string | undefined, endorser: NeighbourPeer): void {
    const waiting = this.#waiting.get(group ?? '');
    const at = waiting?.findIndex((each) => each.pkiId === endorser.pkiId) ?? -1;
    if (at >= 0) {
      waiting?.splice(at, 1);
    }
  }
}

/** True when this endorsement is the last one that the layout wanted. */
function countIn(
  layout: PlanLayout,
  group: string | undefined,
  endorsement: peer.Endorsement | undefined,
): boolean {
  const wanted = group === undefined ? undefined : layout.required.get(group);
  if (group === undefined || wanted === undefined) {
    return false;
  }
  if (endorsement !== undefined) {
    layout.endorsements.push(endorsement);
  }
  if (wanted > 1) {
    layout.required.set(group, wanted - 1);
    return false;
  }
  layout.required.delete(group);
  return layout.required.size === 0;
}

export function errorDetail(endorser: NeighbourPeer, message: string): gateway.ErrorDetail {
  const detail = new gateway.ErrorDetail();
  detail.setAddress(endorser.endpoint);
  detail.setMspId(endorser.mspId);
  detail.setMessage(message);
  return detail;
}
