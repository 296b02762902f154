import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../test/scenario/memory-state.js';
import type { InstructionRecord } from '../model/rows/instruction-row.js';
import { contentOf, InstructionBook } from './instruction-book.js';
import { UnitOfWork } from './unit-of-work.js';

function book(values: Readonly<Record<string, object>> = {}) {
  const memory = new MemoryState(values);
  const work = new UnitOfWork(memory.stub);
  return { memory, work, instructions: new InstructionBook(work) };
}

const record = (kind: string): InstructionRecord => {
  return {
    kind,
    content: '00'.repeat(16),
    transactionId: 'ab'.repeat(32),
    outcome: { status: 'done', facts: {} },
  };
};

describe('the instruction book', () => {
  it('keeps ten consecutive serials of a side under one key', async () => {
    const { memory, work, instructions } = book();
    for (let digit = 0; digit < 10; digit += 1) {
      await instructions.put({ side: 'bank', serial: `2026-00${digit}` }, record(`${digit}`));
    }
    await instructions.put({ side: 'bank', serial: '2026-010' }, record('next'));
    await instructions.put({ side: 'broker', serial: '2026-000' }, record('other'));
    await work.flush();
    expect(memory.done('put').map(([, key]) => key)).toEqual([
      'instruction/bank/2026-00',
      'instruction/bank/2026-01',
      'instruction/broker/2026-00',
    ]);
  });

  it('finds every serial where it was put, and nothing where none was', async () => {
    const serial = fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/);
    const odd = fc.constantFrom('__proto__', 'constructor', 'toString', '_', 'a', 'ab');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.oneof(serial, odd), { maxLength: 12 }), async (serials) => {
        const { memory, work, instructions } = book();
        for (const each of serials) {
          const name = { side: 'bank', serial: each } as const;
          expect(await instructions.find(name)).toBeUndefined();
          await instructions.put(name, record(each));
        }
        await work.flush();
        const written = memory
          .done('put')
          .map(([, key, text = '']): [string, object] => [key, JSON.parse(text)]);
        const later = book(Object.fromEntries(written)).instructions;
        for (const each of serials) {
          expect(await later.find({ side: 'bank', serial: each })).toEqual(record(each));
          expect(await later.find({ side: 'broker', serial: each })).toBeUndefined();
        }
      }),
    );
  });

  it('tells content by what it says, not by how it is laid out', () => {
    expect(contentOf({ a: 1, b: { c: 2, d: undefined } })).toBe(contentOf({ b: { c: 2 }, a: 1 }));
    expect(contentOf({ a: 1 })).not.toBe(contentOf({ a: '1' }));
    expect(contentOf({ a: 1 })).toMatch(/^[0-9a-f]{32}$/);
  });
});
