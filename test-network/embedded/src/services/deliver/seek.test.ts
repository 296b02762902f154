import { orderer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { seekRange } from './seek.js';

const HEIGHT = 10;

function oldest() {
  const position = new orderer.SeekPosition();
  position.setOldest(new orderer.SeekOldest());
  return position;
}

function newest() {
  const position = new orderer.SeekPosition();
  position.setNewest(new orderer.SeekNewest());
  return position;
}

function nextCommit() {
  const position = new orderer.SeekPosition();
  position.setNextCommit(new orderer.SeekNextCommit());
  return position;
}

function at(number: number) {
  const specified = new orderer.SeekSpecified();
  specified.setNumber(number);
  const position = new orderer.SeekPosition();
  position.setSpecified(specified);
  return position;
}

describe('the blocks that a client seeks', () => {
  it.each([
    ['oldest to newest', oldest(), newest(), { start: 0, stop: 9 }],
    ['oldest only', oldest(), oldest(), { start: 0, stop: 0 }],
    ['newest only', newest(), newest(), { start: 9, stop: 9 }],
    ['from a block to another', at(3), at(5), { start: 3, stop: 5 }],
    ['from the next block on', nextCommit(), at(1_000_000), { start: 10, stop: 1_000_000 }],
    ['from the height on', at(10), at(12), { start: 10, stop: 12 }],
  ])('are %s', (_name, start, stop, range) => {
    expect(seekRange(start, stop, HEIGHT)).toEqual(range);
  });

  it('are not there beyond the next block, or without a start', () => {
    expect(seekRange(at(11), at(20), HEIGHT)).toBe('start not found');
    expect(seekRange(new orderer.SeekPosition(), newest(), HEIGHT)).toBe('start not found');
  });

  it('are refused when they stop before they start', () => {
    expect(seekRange(at(5), at(4), HEIGHT)).toBe('stop before start');
  });
});
