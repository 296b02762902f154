import type { Contract } from '@hyperledger/fabric-gateway';
import type { ChannelDescription, NetworkDescription } from '@sanfang/network';
import { connectContract } from './connect.js';

const CHAINCODE = 'custody';

export interface CallOptions {
  readonly transient?: Readonly<Record<string, object | string>>;
  /** MSP ids that are to endorse; bank and broker where none are named. */
  readonly endorsers?: readonly string[];
}

/** One user of a member, who calls the custody contracts of one channel. */
export interface CustodyCaller {
  /** Submits, and answers with the parsed payload when it is committed. `name` is `Contract:Function`. */
  submit<Answer>(name: string, request: object, options?: CallOptions): Promise<Answer>;
  evaluate<Answer>(name: string, request: object): Promise<Answer>;
  readonly contract: Contract;
  close(): void;
}

export interface CallerAddress {
  readonly network: NetworkDescription;
  readonly channel: ChannelDescription;
  /** Organisation id. */
  readonly organisation: string;
  readonly user: string;
}

export async function connectCustodyCaller({
  network,
  channel,
  organisation,
  user,
}: CallerAddress): Promise<CustodyCaller> {
  const { contract, close } = await connectContract({
    network,
    organisation,
    user,
    channel: channel.name,
    chaincode: CHAINCODE,
  });
  const both = [channel.bank, channel.broker].map((id) => mspIdOf(network, id));
  return {
    contract,
    close,
    submit: async (name, request, { transient = {}, endorsers = both } = {}) => {
      const answer = await contract.submit(name, {
        arguments: [JSON.stringify(request)],
        transientData: Object.fromEntries(
          Object.entries(transient).map(([key, value]) => [
            key,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]),
        ),
        endorsingOrganizations: [...endorsers],
      });
      return parsed(answer);
    },
    evaluate: async (name, request) => parsed(await contract.evaluate(name, { arguments: [JSON.stringify(request)] })),
  };
}

export function mspIdOf(network: NetworkDescription, organisation: string): string {
  const found = network.organisations.find(({ id }) => id === organisation);
  if (found === undefined) throw new Error(`The network has no organisation ${organisation}.`);
  return found.mspId;
}

function parsed<Answer>(bytes: Uint8Array): Answer {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
