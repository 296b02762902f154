import { ledger, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultIterator } from './iterators.js';
import { parseRwset } from './rwset/parsed-rwset.js';
import type { Simulator } from './simulator.js';
import { makeTestNetwork, TestChannel } from './testing/test-channel.js';

const { VALID } = peer.TxValidationCode;
const TEXT = (text: string) => Buffer.from(text);
let channel: TestChannel;

beforeAll(async () => {
  channel = await TestChannel.open(await makeTestNetwork());
  await channel.define({
    name: 'cc',
    policy: "OR('AMSP.peer')",
    collections: [{ name: 'both', members: "OR('AMSP.member','BMSP.member')" }],
  });
  const code = await channel.invoke((sim) => {
    for (const key of ['a', 'b', 'c', 'd', 'é', '\u{10ffff}x']) {
      sim.putState('cc', key, TEXT(`value of ${key}`));
    }
    sim.putState('other', 'b', TEXT('of another chaincode'));
  });
  expect(code).toBe(peer.TxValidationCode.INVALID_CHAINCODE);
  await channel.invoke((sim) => {
    for (const key of ['a', 'b', 'c', 'd', 'é', '\u{10ffff}x']) {
      sim.putState('cc', key, TEXT(`value of ${key}`));
    }
    sim.putPrivateData('cc', 'both', 'p', TEXT('private'));
  });
});
afterAll(() => channel.destroy());

async function keys(iterator: ResultIterator<{ readonly key: string }>): Promise<string[]> {
  const found: string[] = [];
  for (let next = await iterator.next(); next !== undefined; next = await iterator.next()) {
    found.push(next.key);
  }
  return found;
}

async function rwsetOf(simulate: (sim: Simulator) => void | Promise<void>) {
  const { publicRwset } = await channel.simulate(simulate);
  return parseRwset(publicRwset);
}

describe('a simulation', () => {
  it('does not see its own writes', async () => {
    await channel.simulate((sim) => {
      sim.putState('cc', 'a', TEXT('new'));
      expect(sim.getState('cc', 'a')).toEqual(TEXT('value of a'));
      sim.deleteState('cc', 'b');
      expect(sim.getState('cc', 'b')).toEqual(TEXT('value of b'));
    });
  });

  it('sees the ledger as it was when the simulation began', async () => {
    await channel.read('AMSP', async (sim) => {
      const before = channel.ledger.height;
      await channel.invoke((other) => other.putState('cc', 'later', TEXT('1')));
      expect(sim.getState('cc', 'later')).toBeUndefined();
      expect(await keys(sim.rangeQuery('cc', 'l', 'm'))).toEqual([]);
      expect(sim.height).toBe(before);
      expect(channel.ledger.height).toBe(before + 1);
    });
    await channel.invoke((sim) => sim.deleteState('cc', 'later'));
  });

  it('lists reads, writes and metadata by key, and reads of missing keys without a version', async () => {
    const [set] = await rwsetOf((sim) => {
      sim.getState('cc', 'zzz');
      sim.getState('cc', 'a');
      sim.putState('cc', 'y', TEXT('1'));
      sim.deleteState('cc', 'x');
      sim.setStateMetadata(
        'cc',
        'w',
        new Map([
          ['n2', TEXT('2')],
          ['n1', TEXT('1')],
        ]),
      );
    });
    expect(set?.kv.getReadsList().map((read) => [read.getKey(), read.getVersion()?.toObject()])).toEqual([
      ['a', { blockNum: 3, txNum: 0 }],
      ['zzz', undefined],
    ]);
    expect(set?.kv.getWritesList().map((write) => [write.getKey(), write.getIsDelete()])).toEqual([
      ['x', true],
      ['y', false],
    ]);
    expect(
      set?.kv.getMetadataWritesList().map((write) => write.getEntriesList().map((entry) => entry.getName())),
    ).toEqual([['n1', 'n2']]);
  });

  it('takes the write of an empty value for a deletion', async () => {
    const [set] = await rwsetOf((sim) => sim.putState('cc', 'a', new Uint8Array()));
    expect(set?.kv.getWritesList().map((write) => write.getIsDelete())).toEqual([true]);
  });

  it('serialises a set as Fabric does, byte for byte', async () => {
    const { publicRwset } = await channel.simulate((sim) => {
      sim.getState('ns', 'k');
      sim.putState('ns', 'k', TEXT('v'));
    });
    // TxReadWriteSet { ns_rwset { namespace: "ns", rwset: KVRWSet { reads { key: "k" } writes { key: "k" value: "v" } } } }
    const read = '0a030a016b';
    const write = '1a060a016b1a0176';
    const kv = `120d${read}${write}`;
    expect(Buffer.from(publicRwset).toString('hex')).toBe(`1213${'0a026e73'}${kv}`);
  });
});

describe('a range query', () => {
  it('gives keys from start up to but not including end, in the order of their bytes', async () => {
    await channel.read('AMSP', async (sim) => {
      expect(await keys(sim.rangeQuery('cc', 'b', 'd'))).toEqual(['b', 'c']);
      expect(await keys(sim.rangeQuery('cc', '', ''))).toEqual(['a', 'b', 'c', 'd', 'é', '\u{10ffff}x']);
      expect(await keys(sim.rangeQuery('cc', 'x', 'b'))).toEqual([]);
    });
  });

  it('is recorded as far as it was read', async () => {
    const [set] = await rwsetOf(async (sim) => {
      await sim.rangeQuery('cc', 'a', 'd').next();
      await keys(sim.rangeQuery('cc', 'b', 'd'));
    });
    expect(
      set?.kv.getRangeQueriesInfoList().map((info) => [
        info.getStartKey(),
        info.getEndKey(),
        info.getItrExhausted(),
        info
          .getRawReads()
          ?.getKvReadsList()
          .map((read) => read.getKey()),
      ]),
    ).toEqual([
      ['a', 'a', false, ['a']],
      ['b', 'd', true, ['b', 'c']],
    ]);
  });

  it('ends a page at its size, and its bookmark is the next key', async () => {
    await channel.read('AMSP', async (sim) => {
      const page = sim.rangeQuery('cc', 'a', 'd', { pageSize: 2 });
      expect(await keys(page)).toEqual(['a', 'b']);
      expect(await page.bookmarkAndClose()).toBe('c');
      const last = sim.rangeQuery('cc', 'c', 'd', { pageSize: 2 });
      expect(await keys(last)).toEqual(['c']);
      expect(await last.bookmarkAndClose()).toBe('');
    });
  });

  it('keeps a summary of more than fifty results', async () => {
    await channel.invoke((sim) => {
      for (let i = 0; i < 120; i++) {
        sim.putState('cc', `many${String(i).padStart(3, '0')}`, TEXT('x'));
      }
    });
    const [set] = await rwsetOf(async (sim) => {
      expect((await keys(sim.rangeQuery('cc', 'many', 'manz'))).length).toBe(120);
    });
    const [info] = set?.kv.getRangeQueriesInfoList() ?? [];
    expect(info?.getReadsInfoCase()).toBe(
      ledger.rwset.kvrwset.RangeQueryInfo.ReadsInfoCase.READS_MERKLE_HASHES,
    );
    expect(info?.getReadsMerkleHashes()?.getMaxLevelHashesList().length).toBe(3);
  });

  it('after a page, refuses writes; after a write, refuses pages', async () => {
    await channel.read('AMSP', (sim) => {
      sim.rangeQuery('cc', '', '', { pageSize: 1 });
      expect(() => sim.putState('cc', 'k', TEXT('v'))).toThrow(
        'txid [query]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed',
      );
    });
    await channel.read('AMSP', (sim) => {
      sim.deleteState('cc', 'k');
      expect(() => sim.rangeQuery('cc', '', '', { pageSize: 1 })).toThrow(
        'txid [query]: unsuppored transaction. Paginated queries are supported only in a read-only transaction',
      );
    });
  });

  it('of private data excludes writes likewise', async () => {
    await channel.read('AMSP', async (sim) => {
      expect(await keys(sim.privateRangeQuery('cc', 'both', '', ''))).toEqual(['p']);
      expect(() => sim.putPrivateData('cc', 'both', 'k', TEXT('v'))).toThrow(
        'Transaction has already performed queries on pvt data. Writes are not allowed',
      );
    });
    await channel.read('AMSP', (sim) => {
      sim.putState('cc', 'k', TEXT('v'));
      expect(() => sim.privateRangeQuery('cc', 'both', '', '')).toThrow(
        'Queries on pvt data is supported only in a read-only transaction',
      );
    });
  });
});

describe('the ledger', () => {
  it('refuses rich queries as LevelDB peers do', async () => {
    await channel.read('AMSP', (sim) => {
      expect(() => sim.richQuery('cc', '{}')).toThrow('ExecuteQuery not supported for leveldb');
      expect(() => sim.richQuery('cc', '{}', { pageSize: 3 })).toThrow(
        'ExecuteQueryWithMetadata not supported for leveldb',
      );
    });
  });

  it('refuses collections that the chaincode does not define', async () => {
    await channel.read('AMSP', (sim) => {
      expect(() => sim.getPrivateData('cc', 'nope', 'k')).toThrow(
        'collection [nope] not defined in the collection config for chaincode [cc]',
      );
      expect(() => sim.getPrivateData('undefined', 'both', 'k')).toThrow(
        'collection config not defined for chaincode [undefined], pass the collection configuration upon chaincode definition/instantiation',
      );
      expect(sim.getPrivateData('cc', '_implicit_org_AMSP', 'k')).toBeUndefined();
      expect(() => sim.getPrivateData('cc', '_implicit_org_XMSP', 'k')).toThrow('not defined');
    });
  });

  it('refuses a simulation that is done, and a second taking of its results', async () => {
    const sim = channel.ledger.simulate({ mspId: 'AMSP', txId: 't' });
    sim.results();
    expect(() => sim.results()).toThrow(
      'this function should only be called once on a transaction simulator instance',
    );
    sim.done();
    sim.done();
    expect(() => sim.getState('cc', 'a')).toThrow('this instance should not be used after calling Done()');
  });

  it('reads the chaincode definition into the set of a transaction with private data', async () => {
    const sets = await rwsetOf((sim) => sim.putPrivateData('cc', 'both', 'k', TEXT('v')));
    expect(sets.map(({ name }) => name)).toEqual(['_lifecycle', 'cc']);
    expect(sets[0]?.kv.getReadsList().map((read) => read.getKey())).toEqual([
      'namespaces/fields/cc/Collections',
      'namespaces/fields/cc/EndorsementInfo',
      'namespaces/fields/cc/Sequence',
      'namespaces/fields/cc/ValidationInfo',
      'namespaces/metadata/cc',
    ]);
  });

  it('tells a key’s history, latest first, with deletions', async () => {
    await channel.invoke((sim) => sim.putState('cc', 'h', TEXT('1')));
    await channel.invoke((sim) => sim.putState('cc', 'hh', TEXT('of a longer key')));
    await channel.invoke((sim) => sim.deleteState('cc', 'h'));
    expect(await channel.invoke((sim) => sim.putState('cc', 'h', TEXT('2')))).toBe(VALID);
    await channel.read('AMSP', async (sim) => {
      const iterator = sim.history('cc', 'h');
      const found: [string, boolean][] = [];
      for (let next = await iterator.next(); next !== undefined; next = await iterator.next()) {
        found.push([Buffer.from(next.value).toString(), next.isDelete]);
        expect(next.timestamp.seconds).toBe(1_700_000_000);
        expect(channel.ledger.transaction(next.txId)?.code).toBe(VALID);
      }
      expect(found).toEqual([
        ['2', false],
        ['', true],
        ['1', false],
      ]);
    });
  });
});
