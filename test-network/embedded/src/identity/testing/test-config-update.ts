import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../signing-identity.js';

export interface TestUpdateOptions {
  readonly channelId: string;
  readonly config: common.Config;
  /** Changes a copy of the channel group as it likes; versions are worked out from the difference. */
  readonly change: (group: common.ConfigGroup) => void;
  readonly signers: readonly SigningIdentity[];
}

/** A signed config update, with the read and write sets that lead from the configuration to the changed one. */
export function makeTestUpdate(options: TestUpdateOptions): common.Envelope {
  const original = options.config.getChannelGroup() ?? new common.ConfigGroup();
  const changed = original.cloneMessage();
  options.change(changed);
  const { readSet, writeSet } = groupDifference(original, changed);
  const update = new common.ConfigUpdate();
  update.setChannelId(options.channelId);
  update.setReadSet(readSet);
  update.setWriteSet(writeSet);
  return testUpdateEnvelope(options.channelId, update.serializeBinary(), options.signers);
}

/** An envelope around the bytes of a config update, signed by each signer, unsigned itself. */
export function testUpdateEnvelope(
  channelId: string,
  update: Uint8Array,
  signers: readonly SigningIdentity[],
): common.Envelope {
  const signed = new common.ConfigUpdateEnvelope();
  signed.setConfigUpdate(update);
  signed.setSignaturesList(signers.map((signer) => signUpdate(signer, update)));
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG_UPDATE);
  channelHeader.setChannelId(channelId);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  if (signers[0] !== undefined) signatureHeader.setCreator(signers[0].serialized);
  signatureHeader.setNonce(Buffer.alloc(24, 1));
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(signed.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  if (signers[0] !== undefined) envelope.setSignature(signers[0].sign(payload.serializeBinary()));
  return envelope;
}

function signUpdate(signer: SigningIdentity, update: Uint8Array): common.ConfigSignature {
  const header = new common.SignatureHeader();
  header.setCreator(signer.serialized);
  header.setNonce(Buffer.alloc(24, 7));
  const bytes = header.serializeBinary();
  const signature = new common.ConfigSignature();
  signature.setSignatureHeader(bytes);
  signature.setSignature(signer.sign(Buffer.concat([bytes, update])));
  return signature;
}

interface Difference {
  readonly readSet: common.ConfigGroup;
  readonly writeSet: common.ConfigGroup;
  readonly isChanged: boolean;
}

/** As much of a protobuf map as is needed here. */
interface Members<Element> {
  get(key: string): Element | undefined;
  set(key: string, element: Element): unknown;
  forEach(visit: (element: Element, key: string) => void): void;
}

function groupDifference(original: common.ConfigGroup, changed: common.ConfigGroup): Difference {
  const readSet = emptyGroup(original);
  const writeSet = emptyGroup(original);
  const sets = { readSet, writeSet };
  const values = memberDifference(
    original,
    changed,
    sets,
    (group) => group.getValuesMap(),
    leafDifference(common.ConfigValue),
  );
  const policies = memberDifference(
    original,
    changed,
    sets,
    (group) => group.getPoliciesMap(),
    leafDifference(common.ConfigPolicy),
  );
  const groups = memberDifference(
    original,
    changed,
    sets,
    (group) => group.getGroupsMap(),
    (before, after) => {
      const below = groupDifference(before, after);
      return { read: below.readSet, write: below.writeSet, isChanged: below.isChanged };
    },
  );
  const hasOtherMembers = values.otherMembers || policies.otherMembers || groups.otherMembers;
  if (hasOtherMembers || original.getModPolicy() !== changed.getModPolicy()) {
    writeSet.setVersion(original.getVersion() + 1);
    writeSet.setModPolicy(changed.getModPolicy());
    for (const keep of [...values.same, ...policies.same, ...groups.same]) keep();
    return { ...sets, isChanged: true };
  }
  const isChanged = values.isChanged || policies.isChanged || groups.isChanged;
  return { ...sets, isChanged };
}

interface ElementDifference<Element> {
  readonly read: Element;
  readonly write: Element;
  readonly isChanged: boolean;
}

/** What became of the members of one kind; `same` puts the unchanged ones into both sets. */
function memberDifference<Element>(
  original: common.ConfigGroup,
  changed: common.ConfigGroup,
  sets: { readonly readSet: common.ConfigGroup; readonly writeSet: common.ConfigGroup },
  members: (group: common.ConfigGroup) => Members<Element>,
  compare: (before: Element, after: Element) => ElementDifference<Element>,
): { isChanged: boolean; otherMembers: boolean; same: (() => void)[] } {
  const result = { isChanged: false, otherMembers: false, same: [] as (() => void)[] };
  members(original).forEach((_, key) => {
    if (members(changed).get(key) === undefined) result.otherMembers = true;
  });
  members(changed).forEach((after, key) => {
    const before = members(original).get(key);
    if (before === undefined) {
      result.otherMembers = true;
      members(sets.writeSet).set(key, after);
      return;
    }
    const { read, write, isChanged } = compare(before, after);
    const keep = (): void => {
      members(sets.readSet).set(key, read);
      members(sets.writeSet).set(key, write);
    };
    if (!isChanged) {
      result.same.push(keep);
      return;
    }
    result.isChanged = true;
    if (read instanceof common.ConfigGroup) keep();
    else members(sets.writeSet).set(key, write);
  });
  return result;
}

interface Leaf {
  setVersion(version: number): void;
  getVersion(): number;
  cloneMessage(): this;
  serializeBinary(): Uint8Array;
}

/** Compares values or policies; the sets hold an unchanged one by its version alone. */
function leafDifference<Element extends Leaf>(type: new () => Element) {
  return (before: Element, after: Element): ElementDifference<Element> => {
    const isChanged = !equal(before, after);
    const read = new type();
    read.setVersion(before.getVersion());
    const write = isChanged ? after.cloneMessage() : read;
    if (isChanged) write.setVersion(before.getVersion() + 1);
    return { read, write, isChanged };
  };
}

function emptyGroup(group: common.ConfigGroup): common.ConfigGroup {
  const empty = new common.ConfigGroup();
  empty.setVersion(group.getVersion());
  return empty;
}

function equal(a: { serializeBinary(): Uint8Array }, b: { serializeBinary(): Uint8Array }): boolean {
  return Buffer.compare(a.serializeBinary(), b.serializeBinary()) === 0;
}
