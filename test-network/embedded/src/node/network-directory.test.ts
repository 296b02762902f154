import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakePeer } from '../services/testing/fake-peer.js';
import type { HostedChannel } from './hosted-channel.js';
import { NetworkDirectory } from './network-directory.js';

const a = fakePeer({ mspId: 'A' });
const b = fakePeer({ mspId: 'B' });

describe('who knows whom', () => {
  let members: Set<string>;
  let directory: NetworkDirectory;

  beforeEach(() => {
    vi.useFakeTimers();
    members = new Set(['a']);
    directory = new NetworkDirectory(new Map([['ch1', { members } as unknown as HostedChannel]]));
    directory.add('a', a);
    directory.add('b', b);
  });

  afterEach(() => {
    directory.close();
    vi.useRealTimers();
  });

  it('lists the members of a channel, and those who join it', () => {
    expect(directory.channelMembers('ch1')).toEqual([a]);
    expect(directory.channelMembers('nowhere')).toEqual([]);
    members.add('b');
    directory.joined();
    expect(directory.channelMembers('ch1')).toEqual([a, b]);
  });

  it('misses a peer that has stopped only after a while, and has it back at once', () => {
    directory.stopped('a');
    vi.advanceTimersByTime(4_999);
    expect(directory.channelMembers('ch1')).toEqual([a]);
    vi.advanceTimersByTime(1);
    expect(directory.channelMembers('ch1')).toEqual([]);
    expect(directory.alivePeers()).toEqual([b]);
    directory.started('a');
    expect(directory.channelMembers('ch1')).toEqual([a]);
  });

  it('does not miss a peer that comes back soon', () => {
    directory.stopped('a');
    directory.started('a');
    vi.advanceTimersByTime(60_000);
    expect(directory.channelMembers('ch1')).toEqual([a]);
  });
});
