import { gossip } from '@hyperledger/fabric-protos';
import type { NeighbourPeer } from '../peer-directory.js';

/** Gossip numbers messages by time; nobody here compares them, so that the process's start serves for all. */
const INCARNATION = Date.now() * 1e6;

/** "I am alive, at this endpoint", signed by the peer. */
export function membershipInfo(peer: NeighbourPeer): gossip.Envelope {
  const member = new gossip.Member();
  member.setEndpoint(peer.endpoint);
  member.setPkiId(Buffer.from(peer.pkiId, 'hex'));
  const alive = new gossip.AliveMessage();
  alive.setMembership(member);
  alive.setTimestamp(peerTime());
  const message = new gossip.GossipMessage();
  message.setTag(gossip.GossipMessage.Tag.EMPTY);
  message.setAliveMsg(alive);
  return signedBy(peer, message);
}

/** "On this channel I am at this height and can run these chaincodes", signed by the peer. */
export function stateInfo(peer: NeighbourPeer, channelId: string, height: number): gossip.Envelope {
  const properties = new gossip.Properties();
  properties.setLedgerHeight(height);
  properties.setChaincodesList(
    peer.chaincodes(channelId).map(({ name, version }) => {
      const chaincode = new gossip.Chaincode();
      chaincode.setName(name);
      chaincode.setVersion(version);
      return chaincode;
    }),
  );
  const state = new gossip.StateInfo();
  state.setPkiId(Buffer.from(peer.pkiId, 'hex'));
  state.setTimestamp(peerTime());
  state.setProperties(properties);
  const message = new gossip.GossipMessage();
  message.setTag(gossip.GossipMessage.Tag.CHAN_OR_ORG);
  message.setStateInfo(state);
  return signedBy(peer, message);
}

function peerTime(): gossip.PeerTime {
  const time = new gossip.PeerTime();
  time.setIncNum(INCARNATION);
  time.setSeqNum(Date.now() * 1e6);
  return time;
}

function signedBy(peer: NeighbourPeer, message: gossip.GossipMessage): gossip.Envelope {
  const payload = message.serializeBinary();
  const envelope = new gossip.Envelope();
  envelope.setPayload(payload);
  envelope.setSignature(peer.sign(payload));
  return envelope;
}
