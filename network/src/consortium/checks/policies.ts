import { placeholdersIn } from '../../policy/placeholders.js';
import { principalsOf, type SignaturePolicy } from '../../policy/signature-policy.js';
import type { Problem } from '../problems.js';
import type { ConsortiumValues } from '../schema.js';
import type { Path } from './path.js';

export interface PolicyToCheck {
  readonly path: Path;
  readonly text: string;
  /** Placeholders that stand for something where the policy is. */
  readonly placeholders: readonly string[];
  /** Reads the text, answering its principals' tree if it has one. Throws what continues "the policy ...". */
  readonly read: (text: string) => SignaturePolicy | undefined;
}

/** What is wrong with a policy's text, its placeholders or the MSP ids that it names. */
export function checkPolicy(
  values: ConsortiumValues,
  { path, text, placeholders, read }: PolicyToCheck,
): Problem[] {
  const known = placeholders.map((name) => `{${name}}`).join(', ');
  const unknown = placeholdersIn(text)
    .filter((name) => !placeholders.includes(name))
    .map((name) => ({ path, message: `{${name}} stands for nothing here; expected ${known}` }));
  try {
    const policy = read(text);
    return [...unknown, ...(policy === undefined ? [] : strangers(values, path, policy))];
  } catch (error) {
    return [
      ...unknown,
      { path, message: `the policy ${error instanceof Error ? error.message : String(error)}` },
    ];
  }
}

function strangers(values: ConsortiumValues, path: Path, policy: SignaturePolicy): Problem[] {
  const known = [values.ordering.mspId, ...values.organisations.map(({ mspId }) => mspId)];
  return principalsOf(policy)
    .map(({ mspId }) => mspId)
    .filter((mspId) => !mspId.includes('{') && !known.includes(mspId))
    .map((mspId) => ({ path, message: `the policy names the MSP id ${mspId}, which no organisation has` }));
}
