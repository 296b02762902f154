import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { common, peer } from '@hyperledger/fabric-protos';
import timestampProto from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { pack } from 'tar-stream';
import type { SigningIdentity } from '../../src/identity/signing-identity.js';
import { parsePolicy } from '../../src/policy/policy-dsl.js';
import { application, sha256, tlsOf } from './application.js';
import { at, CHANNEL, type TestMember } from './test-network.js';

export const ASSETS = fileURLToPath(new URL('../assets-chaincode', import.meta.url));

export interface Deployment {
  readonly name: string;
  readonly folder?: string;
  readonly sequence?: number;
  /** In the policy language; left out: the channel's default. */
  readonly policy?: string;
  readonly collections?: readonly peer.StaticCollectionConfig[];
  /** Members that install the chaincode; all approve. */
  readonly runBy: readonly TestMember[];
  readonly approvedBy: readonly TestMember[];
}

/** Installs, approves and commits a chaincode folder, as an operator of every member would. */
export async function deploy(deployment: Deployment): Promise<void> {
  const label = `${deployment.name}_1`;
  const bytes = await folderPackage(label, deployment.folder ?? ASSETS);
  const packageId = `${label}:${sha256(bytes).toString('hex')}`;
  for (const member of deployment.approvedBy) {
    const admin = await member.org.identity('admin');
    const runs = deployment.runBy.includes(member);
    if (runs) {
      await install(member, admin, bytes);
    }
    await approve(member, admin, deployment, runs ? packageId : undefined);
  }
  await commit(deployment);
}

export function collection(
  name: string,
  members: string,
  options: { memberOnlyRead?: boolean; memberOnlyWrite?: boolean; endorsement?: string } = {},
): peer.StaticCollectionConfig {
  const policy = new peer.CollectionPolicyConfig();
  policy.setSignaturePolicy(parsePolicy(members));
  const config = new peer.StaticCollectionConfig();
  config.setName(name);
  config.setMemberOrgsPolicy(policy);
  config.setMaximumPeerCount(3);
  config.setMemberOnlyRead(options.memberOnlyRead ?? false);
  config.setMemberOnlyWrite(options.memberOnlyWrite ?? false);
  if (options.endorsement !== undefined) {
    const endorsement = new peer.ApplicationPolicy();
    endorsement.setSignaturePolicy(parsePolicy(options.endorsement));
    config.setEndorsementPolicy(endorsement);
  }
  return config;
}

async function install(member: TestMember, admin: SigningIdentity, bytes: Uint8Array): Promise<void> {
  const args = new peer.lifecycle.InstallChaincodeArgs();
  args.setChaincodeInstallPackage(bytes);
  const signed = signedProposal(admin, '', '_lifecycle', ['InstallChaincode', args.serializeBinary()]);
  const response = await processProposal(member, signed);
  if (response.getResponse()?.getStatus() !== 200) {
    throw new Error(`not installed: ${response.getResponse()?.getMessage()}`);
  }
}

async function approve(
  member: TestMember,
  admin: SigningIdentity,
  deployment: Deployment,
  packageId: string | undefined,
): Promise<void> {
  const args = filled(new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), deployment);
  const source = new peer.lifecycle.ChaincodeSource();
  if (packageId === undefined) {
    source.setUnavailable(new peer.lifecycle.ChaincodeSource.Unavailable());
  } else {
    const local = new peer.lifecycle.ChaincodeSource.Local();
    local.setPackageId(packageId);
    source.setLocalPackage(local);
  }
  args.setSource(source);
  const app = application(member, admin);
  try {
    await app.gateway
      .getNetwork(CHANNEL)
      .getContract('_lifecycle')
      .submit('ApproveChaincodeDefinitionForMyOrg', {
        arguments: [args.serializeBinary()],
        endorsingOrganizations: [member.org.mspId],
      });
  } finally {
    app.close();
  }
}

async function commit(deployment: Deployment): Promise<void> {
  const member = at(deployment.approvedBy, 0);
  const args = filled(new peer.lifecycle.CommitChaincodeDefinitionArgs(), deployment);
  const app = application(member, await member.org.identity('admin'));
  try {
    await app.gateway
      .getNetwork(CHANNEL)
      .getContract('_lifecycle')
      .submit('CommitChaincodeDefinition', {
        arguments: [args.serializeBinary()],
        endorsingOrganizations: deployment.approvedBy.map(({ org }) => org.mspId),
      });
  } finally {
    app.close();
  }
}

type Args =
  | peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs
  | peer.lifecycle.CommitChaincodeDefinitionArgs;

function filled<Message extends Args>(args: Message, deployment: Deployment): Message {
  args.setName(deployment.name);
  args.setVersion('1.0');
  args.setSequence(deployment.sequence ?? 1);
  args.setEndorsementPlugin('escc');
  args.setValidationPlugin('vscc');
  if (deployment.policy !== undefined) {
    const policy = new peer.ApplicationPolicy();
    policy.setSignaturePolicy(parsePolicy(deployment.policy));
    args.setValidationParameter(policy.serializeBinary());
  }
  if (deployment.collections !== undefined) {
    const collections = new peer.CollectionConfigPackage();
    collections.setConfigList(
      deployment.collections.map((each) => {
        const config = new peer.CollectionConfig();
        config.setStaticCollectionConfig(each);
        return config;
      }),
    );
    args.setCollections(collections);
  }
  return args;
}

async function folderPackage(label: string, folder: string): Promise<Buffer> {
  const code = await tarGz({ 'folder.json': JSON.stringify({ path: folder }) });
  return tarGz({ 'metadata.json': JSON.stringify({ type: 'folder', label }), 'code.tar.gz': code });
}

async function tarGz(files: Record<string, string | Buffer>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) {
    tar.entry({ name, mtime: new Date(0) }, content);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) {
    chunks.push(chunk as Buffer);
  }
  return gzipSync(Buffer.concat(chunks));
}

export function signedProposal(
  signer: SigningIdentity,
  channelId: string,
  chaincode: string,
  args: readonly (string | Uint8Array)[],
): peer.SignedProposal {
  const nonce = randomBytes(24);
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setTimestamp(timestampProto.Timestamp.fromDate(new Date()));
  channelHeader.setChannelId(channelId);
  channelHeader.setTxId(sha256(Buffer.concat([nonce, signer.serialized])).toString('hex'));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(signer.serialized);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());

  const input = new peer.ChaincodeInput();
  input.setArgsList(args.map((arg) => Buffer.from(arg)));
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(chaincodeId);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());

  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  signed.setSignature(signer.sign(signed.getProposalBytes_asU8()));
  return signed;
}

export function processProposal(
  member: TestMember,
  signed: peer.SignedProposal,
): Promise<peer.ProposalResponse> {
  const client = new peer.EndorserClient(member.endpoint, tlsOf(member), {
    'grpc.max_receive_message_length': -1,
  });
  return new Promise<peer.ProposalResponse>((resolve, reject) => {
    client.processProposal(signed, (error, response) =>
      error ? reject(error) : resolve(response as peer.ProposalResponse),
    );
  }).finally(() => client.close());
}
