import { msp } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { fakePeer } from '../testing/fake-peer.js';
import { layoutsOf } from './layouts.js';

const a = fakePeer({ mspId: 'A' });
const b = fakePeer({ mspId: 'B' });

function member(mspId: string) {
  const principal = new msp.MSPPrincipal();
  principal.setPrincipal(Buffer.from(mspId));
  return { principal, key: mspId, mspId };
}

const satisfies = (peer: { mspId: string }, principal: msp.MSPPrincipal) =>
  Buffer.from(principal.getPrincipal_asU8()).toString() === peer.mspId;

describe('layouts', () => {
  it('name a group for each principal and count how often it is wanted', () => {
    const { layouts, groups } = layoutsOf({
      principalSets: [[member('A'), member('B')], [member('A')]],
      members: [a, b],
      satisfies,
    });
    expect(layouts.map((each) => Object.fromEntries(each))).toEqual([{ G0: 1, G1: 1 }, { G0: 1 }]);
    expect([...groups]).toEqual([
      ['G0', [a]],
      ['G1', [b]],
    ]);
  });

  it('leave out what the peers there are cannot fulfil', () => {
    const { layouts, groups } = layoutsOf({
      principalSets: [[member('A'), member('A')], [member('C')], [member('B')]],
      members: [a, b],
      satisfies,
    });
    expect(layouts).toHaveLength(1);
    expect([...groups.values()]).toEqual([[b]]);
  });
});
