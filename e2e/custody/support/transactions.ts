import { status } from '@grpc/grpc-js';
import { type Commit, GatewayError, type Transaction } from '@hyperledger/fabric-gateway';
import { note, overheard, validationCode } from './failures.js';
import { BOTH, CHANNEL, channelNamed, type MemberId } from './network.js';
import { contractOf, gatewayOf, type User } from './users.js';

export interface Call {
  readonly as: User;
  /** `Contract:Function` */
  readonly function: string;
  readonly request: object;
  readonly transient?: Readonly<Record<string, object | string>>;
  /** MSP ids of those who are to endorse; bank and broker where none are named. */
  readonly endorsers?: readonly string[];
  readonly channel?: string;
}

export interface Committed {
  readonly code: string;
  readonly transactionId: string;
}

const optionsOf = ({ request, transient = {}, endorsers = BOTH }: Call) => ({
  arguments: [JSON.stringify(request)],
  transientData: Object.fromEntries(
    Object.entries(transient).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ),
  endorsingOrganizations: [...endorsers],
});

/** Has a call endorsed by those it names, and by nobody else. */
export function endorse(call: Call): Promise<Transaction> {
  const contract = contractOf(call.as, call.channel);
  return overheard(contract.newProposal(call.function, optionsOf(call)).endorse());
}

/** Has a transaction ordered, and answers its validation code when every peer that can be reached has it. */
export async function order(transaction: Transaction, channel = CHANNEL): Promise<Committed> {
  const commit = await overheard(transaction.submit());
  const { code } = await overheard(commit.getStatus());
  await committedEverywhere(commit, channel);
  note(Buffer.from(transaction.getResult()).toString('utf8'));
  return { code: validationCode(code), transactionId: commit.getTransactionId() };
}

/** Commits a call and answers its payload; throws where the peers find it invalid. */
export async function submit<Answer>(call: Call): Promise<Answer> {
  const transaction = await endorse(call);
  const { code } = await order(transaction, call.channel);
  if (code !== 'VALID') throw new Error(`${call.function} was committed as ${code}.`);
  return parsed(transaction.getResult());
}

/** The validation code of a call that those named have endorsed. */
export async function codeOf(call: Call): Promise<string> {
  return (await order(await endorse(call), call.channel)).code;
}

/** Asks the peers of those named; where none are, the caller's own member's. */
export async function ask<Answer>(call: Call): Promise<Answer> {
  const contract = contractOf(call.as, call.channel);
  const { endorsers = [], ...rest } = call;
  const options = optionsOf({ ...rest, endorsers });
  const { endorsingOrganizations, ...anywhere } = options;
  const answer = contract.evaluate(call.function, endorsers.length === 0 ? anywhere : options);
  return parsed(await overheard(answer));
}

function parsed<Answer>(bytes: Uint8Array): Answer {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

/**
 * Waits until every peer of the channel that can be reached has committed a transaction. A client learns of a commit
 * from one peer; another may be a block behind, and would endorse something else.
 */
async function committedEverywhere(commit: Commit, channel: string): Promise<void> {
  const { members, bank } = channelNamed(channel);
  const request = commit.getBytes();
  await Promise.all(
    members.map(async (id) => {
      const gateway = gatewayOf({ organisation: bank as MemberId, name: 'User1' }, id as MemberId);
      try {
        await gateway.newCommit(request).getStatus();
      } catch (error) {
        if (!(error instanceof GatewayError) || error.code !== status.UNAVAILABLE) throw error;
      }
    }),
  );
}
