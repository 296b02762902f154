import { beforeAll, describe, expect, it } from 'vitest';
import { parseRefusal, type RefusalDetails } from '../../src/model/refusal.js';
import type { Call, TestChannel } from '../ledger/test-channel.js';
import { activeAccount } from '../scenario/accounts.js';
import { openDay } from '../scenario/day.js';
import { BANK, BANK_MSP, BROKER } from '../scenario/members.js';
import { wholeChannel } from '../scenario/whole-channel.js';
import { ACCOUNT, examples } from './examples.js';

const LARGE = 1_000_000;
const FILE_ID = 'evidence-1';
let channel: TestChannel;
let ref: string;
let serials = 0;

beforeAll(async () => {
  channel = wholeChannel();
  await openDay(channel);
  ref = await activeAccount(channel, ACCOUNT);
});

/** A deposit of 1.00, with a serial of its own and whatever else is given. */
function line(own: object = {}): object {
  serials += 1;
  const money = { accountNumber: ACCOUNT, bankAccountRef: ref, amountFen: 100 };
  const how = { direction: 'deposit', channel: 'web', initiatedAt: '2026-07-06T10:00:00+08:00' };
  return { serial: `hostile-${serials}`, ...money, ...how, ...own };
}

const deposits = (...lines: readonly object[]): string => JSON.stringify({ instructions: lines });

/** With which refusal a call is answered; an error where it is not refused at all, or by something else. */
async function refusal(call: Call): Promise<RefusalDetails> {
  const height = channel.blocks().length;
  const error: unknown = await channel.submit(call).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const message = error instanceof Error ? error.message : String(error);
  const details = parseRefusal(message);
  if (details === undefined || !message.startsWith(details.code)) throw new Error(`No refusal: ${message}`);
  expect(channel.blocks().length).toBe(height);
  return details;
}

const begin = (request: string): Call => ({
  function: 'TransferContract:Begin',
  request,
  caller: BANK.system,
});

async function balanceAfter(request: string): Promise<number> {
  const { answer } = await channel.submit<{
    readonly results: readonly { readonly facts?: { readonly balanceFen: number } }[];
  }>(begin(request));
  return answer.results[0]?.facts?.balanceFen ?? Number.NaN;
}

describe('texts that are meant to do harm', () => {
  it.each([
    ['nested 100,000 deep', '['.repeat(100_000)],
    ['nested 100,000 deep and closed', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['of 10 MB', JSON.stringify({ instructions: 'x'.repeat(10_000_000) })],
    ['of a list of 100,001 values', `{"instructions":[${'1,'.repeat(100_001)}1]}`],
    ['of 10 MB of lists', '[],'.repeat(3_400_000)],
    ['of nothing', ''],
    ['of a byte order mark', '\ufeff{}'],
    ['of single quotes', "{'instructions':[]}"],
    ['cut off', deposits({}).slice(0, -1)],
    ['with a trailing comma', '{"instructions":[],}'],
    ['that is NaN', 'NaN'],
  ])('a text %s is refused in one sentence, whatever function it is for', async (_name, request) => {
    const names = Object.keys(examples(ref));
    // All read by the same door; the largest texts need not go through it for each of them.
    for (const name of request.length > LARGE ? names.slice(0, 5) : names) {
      const caller = callerOf(name);
      const { code, message } = await refusal({ function: name, request, caller });
      expect(code, name).toBe('MALFORMED_REQUEST');
      expect(message.length, name).toBeLessThan(200);
    }
  });

  it.each(['personal', 'evidence'])('the same is refused where it comes privately as %s', async (entry) => {
    const nested = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const isPersonal = entry === 'personal';
    const { code, field } = await refusal({
      function: isPersonal ? 'AccountContract:ChangePersonalData' : 'EvidenceContract:File',
      request: isPersonal
        ? {
            instructions: [
              {
                serial: 'p-1',
                accountNumber: ACCOUNT,
                initiatedAt: '2026-07-06T10:00:00+08:00',
                evidenceHashes: [],
              },
            ],
          }
        : { id: FILE_ID },
      caller: BANK.operator,
      transient: { [entry]: nested },
      ...(isPersonal ? {} : { endorsers: [BANK_MSP] }),
    });
    expect({ code, field }).toEqual({ code: 'MALFORMED_REQUEST', field: entry });
  });

  it.each([
    ['too large to be exact', '9007199254740993'],
    ['below zero', '-100'],
    ['zero', '0'],
    ['minus zero', '-0'],
    ['a part of a fen', '0.5'],
    ['beyond all numbers', '1e400'],
    ['a text', '"100"'],
    ['a truth', 'true'],
    ['nothing', 'null'],
    ['a list', '[100]'],
  ])('an amount that is %s is refused by the name of its field', async (_name, amount) => {
    const request = deposits(line({ amountFen: 424242 })).replace('424242', amount);
    const { code, field } = await refusal(begin(request));
    expect({ code, field }).toEqual({ code: 'MALFORMED_REQUEST', field: 'instructions.0.amountFen' });
  });

  it('a number may be written in any way that JSON has for it', async () => {
    const before = await balanceAfter(deposits(line()));
    const request = deposits(line({ amountFen: 424242 })).replace('424242', '1.0e3');
    expect(await balanceAfter(request)).toBe(before + 1_000);
  });

  it('of a field that comes twice the last counts, on every peer', async () => {
    const before = await balanceAfter(deposits(line()));
    const request = deposits(line()).replace('"amountFen":100', '"amountFen":999,"amountFen":100');
    expect(await balanceAfter(request)).toBe(before + 100);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'unknown'])(
    'a field %s is not known, and nothing gets a property by it',
    async (name) => {
      const request = deposits(line()).replace('"amountFen"', `"${name}":{"polluted":1},"amountFen"`);
      const { code } = await refusal(begin(request));
      expect(code).toBe('MALFORMED_REQUEST');
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  );

  it.each([
    ['a lone surrogate', '\ud800'],
    ['a NUL', 'a\u0000b'],
    ['a line break', 'a\nb'],
    ['a mark that turns the direction of writing', 'a\u202eb'],
    ['201 characters', 'x'.repeat(201)],
    ['nothing but a space', ' '],
  ])('a reason with %s is refused', async (_name, reason) => {
    const own = { serial: 'r-1', accountNumber: ACCOUNT, initiatedAt: '2026-07-06T10:00:00+08:00' };
    const request = { instructions: [{ ...own, reason }] };
    const call = { function: 'AccountContract:Suspend', request, caller: BANK.risk };
    expect(await refusal(call)).toMatchObject({ code: 'MALFORMED_REQUEST', field: 'instructions.0.reason' });
  });

  it.each(['\ud800', '\u0000', 'ſ', '１２３', 'a/b', '../day', 'x'.repeat(65), ''])(
    'a serial %j is refused, since keys are made of it',
    async (serial) => {
      const { code, field } = await refusal(begin(deposits(line({ serial }))));
      expect({ code, field }).toEqual({ code: 'MALFORMED_REQUEST', field: 'instructions.0.serial' });
    },
  );

  it('a serial may be the name of what every object has', async () => {
    for (const serial of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const before = await balanceAfter(deposits(line()));
      expect(await balanceAfter(deposits(line({ serial })))).toBe(before + 100);
      const transfer = { side: 'bank', serial };
      const call = { function: 'TransferContract:GetTransfer', request: transfer, caller: BANK.gateway };
      expect(await channel.evaluate(call)).toMatchObject({ serial, state: 'posted' });
    }
  });

  it('1,001 lines are refused before any of them is looked at', async () => {
    const call = begin(deposits(...Array.from({ length: 1_001 }, () => line())));
    expect(await refusal(call)).toMatchObject({ code: 'MALFORMED_REQUEST', field: 'instructions' });
  });
});

/** Somebody who may, so that it is the text that is refused. */
function callerOf(name: string) {
  if (/^(GovernanceContract:(Propose|Confirm|Withdraw)|.*:PurgePersonalData)/.test(name))
    return BANK.administrator;
  if (/^(FreezeContract:(Place|Release|.*Transfer)|AccountContract:(Suspend|Resume))/.test(name))
    return BANK.risk;
  if (/^CorrectionContract:(Propose|Confirm|Withdraw)/.test(name)) return BANK.operator;
  const ofBroker =
    /^(HoldContract|ClearingContract:(ProposeTotals|PostChunk)|DayContract:(StartClearing|CloseDay))/.test(
      name,
    ) || /^AccountContract:(Register|Propose|WithdrawAgreement|Activate|.*Closing|AcceptHandOver)/.test(name);
  return ofBroker ? BROKER.gateway : BANK.gateway;
}
