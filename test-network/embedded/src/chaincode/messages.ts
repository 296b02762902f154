import { peer } from '@hyperledger/fabric-protos';

const { Type } = peer.ChaincodeMessage;
export const MessageType = Type;
export type MessageType = peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap];

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(Type).map(([name, value]) => [value, name]),
);

/** The type's name as Fabric writes it in errors, e.g. `GET_STATE`. */
export function messageTypeName(type: number): string {
  return NAMES.get(type) ?? String(type);
}

export interface OutgoingMessage {
  readonly type: MessageType;
  readonly txId: string;
  readonly channelId: string;
  readonly payload?: Uint8Array;
  readonly proposal?: peer.SignedProposal;
}

/** Serialises a message from the peer to the chaincode. */
export function encodeMessage(fields: OutgoingMessage): Uint8Array {
  const message = new peer.ChaincodeMessage();
  message.setType(fields.type);
  message.setTxid(fields.txId);
  message.setChannelId(fields.channelId);
  if (fields.payload !== undefined) {
    message.setPayload(fields.payload);
  }
  if (fields.proposal !== undefined) {
    message.setProposal(fields.proposal);
  }
  return message.serializeBinary();
}
