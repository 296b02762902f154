import type { Contract, ProposalOptions } from '@hyperledger/fabric-gateway';

/** One call of the shim and its arguments, as chaincode/steps knows them: `['putState', 'key', 'value']`. */
export type Step = readonly [name: string, ...args: readonly unknown[]];

/** What each step returned. */
export type StepResults = readonly unknown[];

type Options = Omit<ProposalOptions, 'arguments'>;

export function proposalOptions(steps: readonly Step[], options: Options = {}): ProposalOptions {
  return { ...options, arguments: [JSON.stringify(steps)] };
}

/** Submits the steps as one transaction and waits until it is committed as valid. */
export async function submit(
  contract: Contract,
  steps: readonly Step[],
  options?: Options,
): Promise<StepResults> {
  return parse(await contract.submit('run', proposalOptions(steps, options)));
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
