import { common, msp, peer } from '@hyperledger/fabric-protos';
import { getLogger } from 'fabric-shim/lib/logger.js';
import ChaincodeStub from 'fabric-shim/lib/stub.js';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Caller, Proposal } from '../proposal.js';
import type { Simulation } from './simulation.js';

// It formats every line with the time of day, also those that its level then holds back.
getLogger('lib/stub.js').silent = true;

/** The shim’s own stub, talking to a simulation instead of a peer. */
export function shimStub(simulation: Simulation, proposal: Proposal): ChaincodeStub {
  const args = [proposal.function, ...proposal.args].map((arg) => Buffer.from(arg, 'utf8'));
  const bytes = proposalBytes(proposal);
  return new ChaincodeStub(
    simulation,
    proposal.channel,
    proposal.transactionId,
    { getArgsList_asU8: () => args },
    { getSignature: () => new Uint8Array(0), getProposalBytes: () => bytes },
  );
}

/** Stands for the caller’s certificate, which nothing here reads as one. */
export function identityBytes({ mspId, id }: Caller): Uint8Array {
  return Buffer.from(`${mspId}/${id}`, 'utf8');
}

function proposalBytes({ channel, transactionId, caller, transient, timestamp }: Proposal): Uint8Array {
  const time = new Timestamp();
  time.setSeconds(timestamp.seconds);
  time.setNanos(timestamp.nanos);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channel);
  channelHeader.setTxId(transactionId);
  channelHeader.setTimestamp(time);
  const creator = new msp.SerializedIdentity();
  creator.setMspid(caller.mspId);
  creator.setIdBytes(identityBytes(caller));
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  signatureHeader.setNonce(Buffer.from(transactionId, 'hex').subarray(0, 24));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new peer.ChaincodeProposalPayload();
  // Proposals without an input are never read back by the stub, yet an empty payload is refused.
  payload.setInput(Buffer.from([0]));
  for (const [key, value] of transient) payload.getTransientmapMap().set(key, value);
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  return proposal.serializeBinary();
}
