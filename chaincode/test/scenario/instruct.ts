import type { BatchAnswer, InstructionAnswer } from '../../src/model/answers/batch.js';
import type { Caller } from '../ledger/proposal.js';
import type { TestChannel } from '../ledger/test-channel.js';

let serials = 0;

/** A serial that no test of the run has used. */
export function nextSerial(): string {
  serials += 1;
  return `T-${String(serials).padStart(8, '0')}`;
}

/**
 * Sends one instruction as a batch of its own, under a serial of its own unless it names one, and answers what became
 * of it.
 */
export async function instruct(
  channel: TestChannel,
  name: string,
  caller: Caller,
  line: Readonly<Record<string, unknown>>,
  transient: Readonly<Record<string, unknown>> = {},
): Promise<InstructionAnswer> {
  const { answer, validationCode } = await channel.submit<BatchAnswer>({
    function: name,
    request: { instructions: [{ serial: nextSerial(), ...line }] },
    caller,
    transient,
  });
  const [result] = answer.results;
  if (result === undefined || validationCode !== 'VALID') {
    throw new Error(`${name} was committed as ${validationCode}.`);
  }
  return result;
}

/** What an instruction came to that is to be carried out; an error with its refusal otherwise. */
export async function carriedOut(
  channel: TestChannel,
  name: string,
  caller: Caller,
  line: Readonly<Record<string, unknown>>,
): Promise<Extract<InstructionAnswer, { readonly status: 'done' }>> {
  const result = await instruct(channel, name, caller, line);
  if (result.status === 'done') return result;
  throw new Error(`${name} is refused: ${result.code} [${result.field}]: ${result.message}`);
}

/** The code with which an instruction is refused; an error where it is carried out. */
export async function refusalOf(
  channel: TestChannel,
  name: string,
  caller: Caller,
  line: Readonly<Record<string, unknown>>,
): Promise<string> {
  const result = await instruct(channel, name, caller, line);
  if (result.status === 'refused') return result.code;
  throw new Error(`${name} is carried out: ${JSON.stringify(result.facts)}`);
}
