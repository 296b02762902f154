import type { Contract, ProposalOptions, Transaction } from '@hyperledger/fabric-gateway';
import { validationCode } from '../assertions/failures.js';
import { committedEverywhere, settled } from './settled.js';

/** One call of the shim and its arguments, as chaincode/steps knows them: `['putState', 'key', 'value']`. */
export type Step = readonly [name: string, ...args: readonly unknown[]];

/** What each step returned. */
export type StepResults = readonly unknown[];

type Options = Omit<ProposalOptions, 'arguments'>;

export function proposalOptions(steps: readonly Step[], options: Options = {}): ProposalOptions {
  return { ...options, arguments: [JSON.stringify(steps)] };
}

/**
 * Submits the steps as one transaction and waits until all members have committed it as valid.
 *
 * Two steps of its own at the end say which transaction that was.
 */
export async function submit(
  contract: Contract,
  steps: readonly Step[],
  options?: Options,
): Promise<StepResults> {
  const answer = await contract.submit('run', proposalOptions([...steps, ['txId'], ['channelId']], options));
  const results = parse(answer);
  const [txId, channel] = results.slice(-2) as [string, string];
  await committedEverywhere(channel, txId);
  return results.slice(0, -2);
}

/** Runs the steps on one peer; nothing is committed. */
export async function evaluate(
  contract: Contract,
  steps: readonly Step[],
  options?: Options,
): Promise<StepResults> {
  return parse(await contract.evaluate('run', proposalOptions(steps, options)));
}

export function parse(bytes: Uint8Array): StepResults {
  return JSON.parse(Buffer.from(bytes).toString()) as StepResults;
}

/** A committed transaction of steps. */
export interface Receipt {
  readonly txId: string;
  readonly blockNumber: number;
  readonly results: StepResults;
}

/** The same, and answers where they were committed; throws unless they are valid. */
export async function submitForReceipt(
  contract: Contract,
  steps: readonly Step[],
  options?: Options,
): Promise<Receipt> {
  const submitted = await contract.submitAsync('run', proposalOptions(steps, options));
  const status = await submitted.getStatus();
  if (!status.successful) {
    throw new Error(`${status.transactionId} was committed with code ${status.code}.`);
  }
  await settled(submitted);
  return {
    txId: status.transactionId,
    blockNumber: Number(status.blockNumber),
    results: parse(submitted.getResult()),
  };
}

/** Endorsed, and not yet sent to the orderer: what a case needs to let two transactions meet. */
export async function endorse(
  contract: Contract,
  steps: readonly Step[],
  options?: Options,
): Promise<Transaction> {
  return contract.newProposal('run', proposalOptions(steps, options)).endorse();
}

/** Sends an endorsed transaction and answers the name of its validation code. */
export async function order(transaction: Transaction): Promise<string> {
  const commit = await transaction.submit();
  const { code } = await commit.getStatus();
  await settled(commit);
  return validationCode(code);
}
