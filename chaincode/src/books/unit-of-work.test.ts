import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../test/scenario/memory-state.js';
import { UnitOfWork } from './unit-of-work.js';

const refused = async (): Promise<never> => {
  throw new Error('refused');
};

function unitOfWork(values: Readonly<Record<string, object>> = {}) {
  const memory = new MemoryState(values);
  return { memory, work: new UnitOfWork(memory.stub) };
}

describe('a unit of work', () => {
  it('reads each key once, also where there is nothing', async () => {
    const { memory, work } = unitOfWork({ a: { n: 1 } });
    for (let time = 0; time < 3; time += 1) {
      expect(await work.read('a')).toEqual({ n: 1 });
      expect(await work.read('b')).toBeUndefined();
    }
    expect(memory.operations).toEqual([
      ['get', 'a'],
      ['get', 'b'],
    ]);
  });

  it('sees what it has written, and writes each key once at the end, in the order of the keys', async () => {
    const { memory, work } = unitOfWork();
    for (const key of ['c', 'a', 'b', 'a']) {
      await work.read(key);
      work.write(key, { key });
    }
    work.write('a', { key: 'last' });
    expect(await work.read('a')).toEqual({ key: 'last' });
    expect(memory.done('put')).toEqual([]);
    await work.flush();
    expect(memory.done('put')).toEqual([
      ['put', 'a', '{"key":"last"}'],
      ['put', 'b', '{"key":"b"}'],
      ['put', 'c', '{"key":"c"}'],
    ]);
  });

  it('has the policies of keys and the private rows follow, each in their order', async () => {
    const { memory, work } = unitOfWork();
    work.writePrivate('two', 'b', { n: 2 });
    work.writePrivate('one', 'z', undefined);
    work.keyPolicyAtEnd('k2', Buffer.from('p2'));
    work.keyPolicyAtEnd('k1', Buffer.from('p1'));
    work.write('k2', {});
    await work.flush();
    expect(memory.operations).toEqual([
      ['put', 'k2', '{}'],
      ['policy', 'k1', 'p1'],
      ['policy', 'k2', 'p2'],
      ['purge', 'one/z'],
      ['put-private', 'two/b', '{"n":2}'],
    ]);
  });

  it('takes back everything that a refused instruction has changed, and nothing of those before', async () => {
    const { memory, work } = unitOfWork({ b: { n: 'committed' } });
    work.write('a', { n: 1 });
    work.keyPolicyAtEnd('a', Buffer.from('p1'));
    work.writePrivate('own', 'x', { n: 1 });
    await expect(
      work.attempt(async () => {
        await work.read('b');
        work.write('a', { n: 2 });
        work.write('b', { n: 2 });
        work.write('c', { n: 2 });
        work.writeAtEnd('d', () => ({ n: 2 }));
        work.keyPolicyAtEnd('a', Buffer.from('p2'));
        work.keyPolicyAtEnd('c', Buffer.from('p2'));
        work.writePrivate('own', 'x', undefined);
        work.writePrivate('own', 'y', { n: 2 });
        return refused();
      }),
    ).rejects.toThrow('refused');
    expect(await work.read('b')).toEqual({ n: 'committed' });
    expect(await work.readPrivate('own', 'x')).toEqual({ n: 1 });
    expect(await work.readPrivate('own', 'y')).toBeUndefined();
    await work.flush();
    expect(memory.done('put', 'policy', 'put-private', 'purge')).toEqual([
      ['put', 'a', '{"n":1}'],
      ['policy', 'a', 'p1'],
      ['put-private', 'own/x', '{"n":1}'],
    ]);
  });

  it('has nothing to write where all was refused', async () => {
    const { memory, work } = unitOfWork();
    const attempt = work.attempt(async () => {
      work.write('a', {});
      work.writePrivate('own', 'x', {});
      return refused();
    });
    await expect(attempt).rejects.toThrow('refused');
    expect(work.hasChanges).toBe(false);
    await work.flush();
    expect(memory.operations).toEqual([]);
  });

  it('keeps what an instruction within an instruction did, unless the outer one is refused', async () => {
    const { work } = unitOfWork();
    await work.attempt(async () => {
      work.write('a', { n: 1 });
      await work.attempt(async () => work.write('b', { n: 1 }));
    });
    await expect(
      work.attempt(async () => {
        await work.attempt(async () => work.write('b', { n: 2 }));
        return refused();
      }),
    ).rejects.toThrow('refused');
    expect([await work.read('a'), await work.read('b')]).toEqual([{ n: 1 }, { n: 1 }]);
  });
});
