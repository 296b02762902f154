import { describe, expect, it } from 'vitest';
import { endorsed, fakePeer } from '../testing/fake-peer.js';
import { EndorsementPlan } from './endorsement-plan.js';

const a = fakePeer({ mspId: 'A' });
const b = fakePeer({ mspId: 'B' });
const b2 = fakePeer({ mspId: 'B', name: 'peer1.B' });
const c = fakePeer({ mspId: 'C' });

const layout = (...groups: string[]) => new Map(groups.map((group) => [group, 1]));
const groups = () =>
  new Map([
    ['A', [a]],
    ['B', [b, b2]],
    ['C', [c]],
  ]);

describe('a plan of endorsements', () => {
  it('is complete once every group of a layout has endorsed', () => {
    const plan = new EndorsementPlan([layout('A', 'B')], groups());
    expect(plan.nextEndorsers()).toEqual([a, b]);
    expect(plan.accept(a, endorsed('a', 'x'))).toBe(true);
    expect(plan.completed).toBeUndefined();
    plan.accept(b, endorsed('b', 'x'));
    expect(
      plan.completed?.endorsements.map((each) => Buffer.from(each.getEndorser_asU8()).toString()),
    ).toEqual(['a', 'b']);
  });

  it('counts an endorsement it did not ask for, and asks that peer no more', () => {
    const plan = new EndorsementPlan([layout('A', 'B')], groups());
    plan.accept(a, endorsed('a', 'x'));
    expect(plan.nextEndorsers()).toEqual([b]);
  });

  it('names a result that differs and does not count it', () => {
    const plan = new EndorsementPlan([layout('A', 'B')], groups());
    plan.accept(a, endorsed('a', 'x'));
    expect(plan.accept(b, endorsed('b', 'y'))).toBe(false);
    expect(plan.errors.map((each) => [each.getMspId(), each.getAddress(), each.getMessage()])).toEqual([
      ['B', 'peer0.B:7051', 'ProposalResponsePayloads do not match'],
    ]);
    expect(plan.completed).toBeUndefined();
  });

  it('tries another peer of the group, then another layout, then none', () => {
    const plan = new EndorsementPlan([layout('A', 'B'), layout('A', 'C')], groups());
    plan.accept(a, endorsed('a', 'x'));
    expect(plan.nextEndorsers()).toEqual([b]);
    expect(plan.anotherOfGroup(b)).toBe(b2);
    expect(plan.anotherOfGroup(b2)).toBeUndefined();
    plan.abandonGroupsOf([b2]);
    expect(plan.nextEndorsers()).toEqual([c]);
    plan.abandonGroupsOf([c]);
    expect(plan.nextEndorsers()).toBeUndefined();
  });

  it('passes over a layout that wants more of a group than there are', () => {
    const plan = new EndorsementPlan([new Map([['A', 2]]), layout('C')], groups());
    expect(plan.nextEndorsers()).toEqual([c]);
  });
});
