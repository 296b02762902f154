import { randomBytes } from 'node:crypto';
import { common, orderer } from '@hyperledger/fabric-protos';
import { askSystem } from '../clients/system.js';
import { BANK_BROKER_X } from '../network/consortium.js';
import type { Credentials } from '../network/credentials.js';
import { signatureHeader, timestampOf } from './proposal.js';
import { serializedIdentity, signLowS } from './signing.js';
import { newEnvelope } from './transaction.js';

/** The configuration in force, as the bank's peer has it. */
export async function channelConfiguration(): Promise<common.Config> {
  const { payload } = await askSystem({
    chaincode: 'cscc',
    channel: BANK_BROKER_X,
    args: ['GetChannelConfig', BANK_BROKER_X],
  });
  return common.Config.deserializeBinary(payload);
}

function ordererGroup(config: common.Config): common.ConfigGroup {
  const group = config.getChannelGroup()?.getGroupsMap().get('Orderer');
  if (!group) {
    throw new Error('The channel has no group for its orderer.');
  }
  return group;
}

export function batchSize(config: common.Config): orderer.BatchSize {
  const value = ordererGroup(config).getValuesMap().get('BatchSize');
  return orderer.BatchSize.deserializeBinary(value?.getValue_asU8() ?? new Uint8Array());
}

export function batchSizeVersion(config: common.Config): number {
  return ordererGroup(config).getValuesMap().get('BatchSize')?.getVersion() ?? 0;
}

/** An update that lets at most `count` transactions into a block; `versionStep` is 1 for an honest one. */
export function batchSizeUpdate(config: common.Config, count: number, versionStep = 1): common.ConfigUpdate {
  const size = batchSize(config);
  size.setMaxMessageCount(count);
  const current = ordererGroup(config).getValuesMap().get('BatchSize');
  const value = new common.ConfigValue();
  value.setVersion(batchSizeVersion(config) + versionStep);
  value.setModPolicy(current?.getModPolicy() ?? '');
  value.setValue(size.serializeBinary());

  const update = new common.ConfigUpdate();
  update.setChannelId(BANK_BROKER_X);
  update.setReadSet(groupsOf(config));
  update.setWriteSet(groupsOf(config, value));
  return update;
}

/** The groups that an update reads, by version, and the one value that it writes. */
function groupsOf(config: common.Config, batchSizeValue?: common.ConfigValue): common.ConfigGroup {
  const inner = new common.ConfigGroup();
  inner.setVersion(ordererGroup(config).getVersion());
  if (batchSizeValue) {
    inner.getValuesMap().set('BatchSize', batchSizeValue);
  }
  const outer = new common.ConfigGroup();
  outer.setVersion(config.getChannelGroup()?.getVersion() ?? 0);
  outer.getGroupsMap().set('Orderer', inner);
  return outer;
}

/** The envelope in which an update goes to the orderer, signed inside by those who approve it. */
export function configUpdateEnvelope(
  update: common.ConfigUpdate,
  approvers: readonly Credentials[],
  sender: Credentials,
): common.Envelope {
  const updateBytes = update.serializeBinary();
  const envelope = new common.ConfigUpdateEnvelope();
  envelope.setConfigUpdate(updateBytes);
  envelope.setSignaturesList(approvers.map((approver) => configSignature(updateBytes, approver)));

  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG_UPDATE);
  channelHeader.setChannelId(BANK_BROKER_X);
  channelHeader.setTimestamp(timestampOf(new Date()));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader(randomBytes(24), serializedIdentity(sender)).serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(envelope.serializeBinary());
  return newEnvelope(payload.serializeBinary(), sender);
}

function configSignature(update: Uint8Array, approver: Credentials): common.ConfigSignature {
  const header = signatureHeader(randomBytes(24), serializedIdentity(approver)).serializeBinary();
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(header);
  signature.setSignature(signLowS(Buffer.concat([header, update]), approver));
  return signature;
}
