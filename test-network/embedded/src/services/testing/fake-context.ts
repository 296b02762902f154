import { common, type gateway, peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import type { EndorsementDescriptor } from '../discovery/endorsement-analyzer.js';
import type { GatewayContext, OrdererPort } from '../gateway/gateway-context.js';
import type { NeighbourPeer } from '../peer-directory.js';

export const CHANNEL = 'mychannel';

export interface FakeContextOptions {
  readonly self: NeighbourPeer;
  readonly members: readonly NeighbourPeer[];
  readonly descriptor?: Partial<EndorsementDescriptor> | Error;
  readonly orderer?: Partial<OrdererPort>;
}

/** A gateway's surroundings with one channel, on which all members are. */
export function fakeContext(options: FakeContextOptions): GatewayContext {
  const ledger = {
    channelId: CHANNEL,
    config: { ordererEndpoints: [{ host: 'orderer0', port: 7050, mspId: 'OrdererMSP' }] },
  } as unknown as ChannelLedger;
  const on = <Result>(channelId: string, result: Result) => (channelId === CHANNEL ? result : undefined);
  return {
    self: options.self,
    directory: {
      version: 1,
      alivePeers: () => options.members,
      channelMembers: (channelId) => on(channelId, options.members) ?? [],
      ledger: (channelId) => on(channelId, ledger),
    },
    orderer: {
      running: true,
      address: '127.0.0.1:7050',
      broadcast: () => Promise.resolve({ status: common.Status.SUCCESS, info: '' }),
      ...options.orderer,
    },
    ledger: (channelId) => on(channelId, ledger),
    feed: () => undefined,
    checkAcl: () => undefined,
    peersForEndorsement: () => {
      if (options.descriptor instanceof Error) {
        throw options.descriptor;
      }
      return { chaincode: 'basic', layouts: [], endorsersByGroup: new Map(), ...options.descriptor };
    },
  };
}

/** An unsigned proposal with just what a gateway reads. */
export function proposal(options: {
  readonly channelId?: string;
  readonly chaincode?: string;
  readonly transient?: string;
}): peer.SignedProposal {
  const id = new peer.ChaincodeID();
  id.setName(options.chaincode ?? 'basic');
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(id);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  if (options.transient !== undefined) {
    payload.getTransientmapMap().set('secret', Buffer.from(options.transient));
  }
  const channelHeader = new common.ChannelHeader();
  channelHeader.setChannelId(options.channelId ?? CHANNEL);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const message = new peer.Proposal();
  message.setHeader(header.serializeBinary());
  message.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(message.serializeBinary());
  return signed;
}

/** What a failed call tells the client: code, text, and what each endpoint said. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason as { code?: number; message: string; endpoints?: gateway.ErrorDetail[] },
  );
  const { code, message, endpoints } = error as {
    code?: number;
    message: string;
    endpoints?: gateway.ErrorDetail[];
  };
  return {
    code,
    message,
    details: (endpoints ?? []).map((each) => `${each.getMspId()} ${each.getAddress()}: ${each.getMessage()}`),
  };
}
