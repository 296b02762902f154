import { type common, ledger, peer } from '@hyperledger/fabric-protos';
import { type MemberId, member } from '../network/consortium.js';
import { type Credentials, folderCredentials } from '../network/credentials.js';
import type { RawProposal } from './proposal.js';
import { serializedIdentity, sha256, signLowS } from './signing.js';
import { newTransaction } from './transaction.js';

/** What the key of a peer can sign without its chaincode ever running: the case plays a dishonest member. */
export interface Forgery {
  readonly proposal: RawProposal;
  readonly endorsers: readonly Credentials[];
  /** Serialised TxReadWriteSet. */
  readonly results?: Uint8Array;
  readonly chaincodeId?: peer.ChaincodeID | undefined;
  readonly event?: peer.ChaincodeEvent;
  readonly proposalHash?: Uint8Array;
  readonly signEndorsement?: typeof signLowS;
}

export function peerCredentials(id: MemberId): Credentials {
  const { mspId, peer: node } = member(id);
  return folderCredentials(mspId, node.mspDir);
}

/** A transaction whose response payload is made up, and endorsed with the keys given. */
export function forgedTransaction(forgery: Forgery): common.Envelope {
  const responsePayload = forgedResponsePayload(forgery);
  const sign = forgery.signEndorsement ?? signLowS;
  const endorsements = forgery.endorsers.map((credentials) => {
    const endorser = serializedIdentity(credentials);
    const endorsement = new peer.Endorsement();
    endorsement.setEndorser(endorser);
    endorsement.setSignature(sign(Buffer.concat([responsePayload, endorser]), credentials));
    return endorsement;
  });
  return newTransaction({ proposal: forgery.proposal, responsePayload, endorsements });
}

function forgedResponsePayload({ proposal, ...forgery }: Forgery): Uint8Array {
  const response = new peer.Response();
  response.setStatus(200);
  const action = new peer.ChaincodeAction();
  action.setResults(forgery.results ?? writeSet({ steps: { forged: 'x' } }));
  action.setResponse(response);
  if (forgery.event) {
    action.setEvents(forgery.event.serializeBinary());
  }
  action.setChaincodeId('chaincodeId' in forgery ? forgery.chaincodeId : chaincodeId('steps', '1.0'));
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(forgery.proposalHash ?? proposalHash(proposal));
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
}

function proposalHash({ header, payloadWithoutTransient }: RawProposal): Uint8Array {
  return sha256(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), payloadWithoutTransient);
}

export function chaincodeId(name: string, version: string): peer.ChaincodeID {
  const id = new peer.ChaincodeID();
  id.setName(name);
  id.setVersion(version);
  return id;
}

export type Writes = Readonly<Record<string, string>>;

/** A set that writes keys by namespace and reads nothing. */
export function writeSet(...namespaces: readonly Readonly<Record<string, Writes>>[]): Uint8Array {
  const set = new ledger.rwset.TxReadWriteSet();
  set.setDataModel(ledger.rwset.TxReadWriteSet.DataModel.KV);
  set.setNsRwsetList(
    namespaces.flatMap((byName) =>
      Object.entries(byName).map(([name, writes]) => namespaceSet(name, writes)),
    ),
  );
  return set.serializeBinary();
}

function namespaceSet(name: string, writes: Writes): ledger.rwset.NsReadWriteSet {
  const kv = new ledger.rwset.kvrwset.KVRWSet();
  kv.setWritesList(
    Object.entries(writes).map(([key, value]) => {
      const write = new ledger.rwset.kvrwset.KVWrite();
      write.setKey(key);
      write.setValue(Buffer.from(value));
      return write;
    }),
  );
  const set = new ledger.rwset.NsReadWriteSet();
  set.setNamespace(name);
  set.setRwset(kv.serializeBinary());
  return set;
}
