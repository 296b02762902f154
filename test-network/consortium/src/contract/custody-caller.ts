import { type Contract, GatewayError, StatusCode } from '@hyperledger/fabric-gateway';
import { parseRefusal, Refusal } from '@sanfang/chaincode/model/refusal';
import type { ChannelDescription, NetworkDescription } from '@sanfang/network';
import { connectContract, type PeerClients } from './connect.js';

const CHAINCODE = 'custody';

export interface CallOptions {
  readonly transient?: Readonly<Record<string, object | string>>;
  /** MSP ids that are to endorse; bank and broker where none are named. */
  readonly endorsers?: readonly string[];
  /**
   * Whether to wait for the caller's own peer only. The other member's may commit a block a moment later, and then
   * endorses what follows on an older state; who submits one transaction after another for both waits for both.
   */
  readonly ownPeerOnly?: boolean;
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
  /** Connections to share, which their owner closes. */
  readonly clients?: PeerClients;
}

export async function connectCustodyCaller({
  network,
  channel,
  organisation,
  user,
  clients,
}: CallerAddress): Promise<CustodyCaller> {
  const address = {
    network,
    user,
    channel: channel.name,
    chaincode: CHAINCODE,
    ...(clients !== undefined && { clients }),
  };
  const own = await connectContract({ ...address, organisation });
  const others = await Promise.all(
    [channel.bank, channel.broker]
      .filter((id) => id !== organisation)
      .map((id) => connectContract({ ...address, organisation, peerOf: id })),
  );
  const { contract } = own;
  const both = [channel.bank, channel.broker].map((id) => mspIdOf(network, id));
  return {
    contract,
    close: () => {
      for (const connection of [own, ...others]) connection.close();
    },
    submit: async (name, request, { transient = {}, endorsers = both, ownPeerOnly = false } = {}) => {
      const submitted = await refusedAs(
        contract.submitAsync(name, {
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
      const status = await submitted.getStatus();
      const transactionId = submitted.getTransactionId();
      if (!status.successful) {
        throw new Error(`Transaction ${transactionId} of ${name} was committed as ${nameOf(status.code)}.`);
      }
      if (!ownPeerOnly) await Promise.all(others.map((other) => other.committed(transactionId)));
      return parsed(submitted.getResult());
    },
    evaluate: async (name, request) =>
      parsed(await refusedAs(contract.evaluate(name, { arguments: [JSON.stringify(request)] }))),
  };
}

function nameOf(code: number): string {
  return Object.entries(StatusCode).find(([, value]) => value === code)?.[0] ?? String(code);
}

export function mspIdOf(network: NetworkDescription, organisation: string): string {
  const found = network.organisations.find(({ id }) => id === organisation);
  if (found === undefined) throw new Error(`The network has no organisation ${organisation}.`);
  return found.mspId;
}

function parsed<Answer>(bytes: Uint8Array): Answer {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

async function refusedAs<Result>(call: Promise<Result>): Promise<Result> {
  return call.catch((error: unknown) => {
    const texts = error instanceof GatewayError ? error.details.map(({ message }) => message) : [];
    const refusal = texts.map(parseRefusal).find((found) => found !== undefined);
    throw refusal === undefined ? error : new Refusal(refusal);
  });
}
