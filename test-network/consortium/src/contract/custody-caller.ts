import { type Contract, GatewayError } from '@hyperledger/fabric-gateway';
import { parseRefusal, Refusal } from '@sanfang/chaincode/model/refusal';
import type { ChannelDescription, NetworkDescription } from '@sanfang/network';
import { connectContract } from './connect.js';

const CHAINCODE = 'custody';

export interface CallOptions {
  readonly transient?: Readonly<Record<string, object | string>>;
  /** MSP ids that are to endorse; bank and broker where none are named. */
  readonly endorsers?: readonly string[];
}

/**
 * One user of a member, who calls the custody contracts of one channel. What a contract refuses is thrown as the
 * Refusal that it was there; anything else as the SDK throws it.
 */
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
      const answer = await refusedAs(
        contract.submit(name, {
          arguments: [JSON.stringify(request)],
          transientData: Object.fromEntries(
            Object.entries(transient).map(([key, value]) => [
              key,
              typeof value === 'string' ? value : JSON.stringify(value),
            ]),
          ),
          endorsingOrganizations: [...endorsers],
        }),
      );
      return parsed(answer);
    },
    evaluate: async (name, request) =>
      parsed(await refusedAs(contract.evaluate(name, { arguments: [JSON.stringify(request)] }))),
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

async function refusedAs(call: Promise<Uint8Array>): Promise<Uint8Array> {
  return call.catch((error: unknown) => {
    const texts = error instanceof GatewayError ? error.details.map(({ message }) => message) : [];
    const refusal = texts.map(parseRefusal).find((found) => found !== undefined);
    throw refusal === undefined ? error : new Refusal(refusal);
  });
}
