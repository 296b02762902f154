import { expect } from 'vitest';
import { failureOf } from '../assertions/failures.js';
import { askSystem, type SystemAnswer, type SystemCall } from '../clients/system.js';
import { BANK_BROKER_X } from '../network/consortium.js';

/** What a peer answers to a client of bank A that is not its administrator. */
export const NOT_ADMIN =
  "Failed to authorize invocation due to failed ACL check: Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy [Admins]: [The identity is not an admin under this MSP [BankAMSP]: The identity does not contain OU [ADMIN], MSP: [BankAMSP]]";

/** Calls the lifecycle at the bank's peer, as its administrator. */
export function askLifecycle(
  name: string,
  args: { serializeBinary(): Uint8Array },
  call: Partial<SystemCall> = {},
): Promise<SystemAnswer> {
  return askSystem({
    chaincode: '_lifecycle',
    channel: BANK_BROKER_X,
    user: 'Admin',
    args: [name, args.serializeBinary()],
    ...call,
  });
}

/** The texts with which peers refuse an approval or a commit, less what is the same for all. */
export async function refusal(
  call: Promise<void>,
  operation: 'ApproveChaincodeDefinitionForMyOrg' | 'CommitChaincodeDefinition',
): Promise<readonly string[]> {
  const { code, details } = await failureOf(call);
  expect(code).toBe('ABORTED');
  return details.map(({ message }) =>
    message.replace(
      `chaincode response 500, failed to invoke backing implementation of '${operation}': `,
      '',
    ),
  );
}
