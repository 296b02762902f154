import { describe, expect, it } from 'vitest';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate, submit } from '../src/clients/steps.js';
import { unique } from '../src/network/unique.js';

describe('the five calls of the gateway', () => {
  it('a submitted write can be read when the call returns', async () => {
    const key = unique('write');
    await submit(contractOf('bank-a'), [['putState', key, 'hello']]);
    expect(await evaluate(contractOf('bank-a'), [['getState', key]])).toEqual(['hello']);
  });
});
