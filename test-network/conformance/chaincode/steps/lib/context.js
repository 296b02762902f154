const { toHex, toText } = require('./bytes.js');

/** What a chaincode can see of the transaction and of who sent it. */
module.exports.context = {
  txId({ stub }) {
    return stub.getTxID();
  },

  channelId({ stub }) {
    return stub.getChannelID();
  },

  creator({ stub }) {
    const { mspid, idBytes } = stub.getCreator();
    return { mspId: mspid, certificate: toText(idBytes) };
  },

  clientIdentity({ clientIdentity }) {
    return { id: clientIdentity.getID(), mspId: clientIdentity.getMSPID() };
  },

  attribute({ clientIdentity }, name) {
    return clientIdentity.getAttributeValue(name);
  },

  timestamp({ stub }) {
    const { seconds, nanos } = stub.getTxTimestamp();
    return { seconds: Number(seconds), nanos, date: stub.getDateTimestamp().toISOString() };
  },

  transient({ stub }) {
    return Object.fromEntries([...stub.getTransient()].map(([name, value]) => [name, toText(value)]));
  },

  binding({ stub }) {
    return stub.getBinding();
  },

  signedProposal({ stub }) {
    const { signature, proposal } = stub.getSignedProposal();
    return {
      signature: toHex(Buffer.from(signature, typeof signature === 'string' ? 'base64' : undefined)),
      nonce: toHex(proposal.header.signatureHeader.nonce),
      creator: toHex(proposal.header.signatureHeader.creator_u8),
      txId: proposal.header.channelHeader.getTxId(),
      channelId: proposal.header.channelHeader.getChannelId(),
      payload: toHex(proposal.payload.serializeBinary()),
    };
  },

  functionAndParameters({ stub }) {
    return stub.getFunctionAndParameters();
  },

  args({ stub }) {
    return stub.getArgs();
  },

  /** The organisation of the peer, or that nobody told the chaincode. */
  mspId({ stub }) {
    return process.env.CORE_PEER_LOCALMSPID === undefined ? null : stub.getMspID();
  },
};
