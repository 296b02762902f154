import { peer } from '@hyperledger/fabric-protos';
import type { PeerClient } from '../fabric/peer-client.js';
import { PeerRefusal } from '../fabric/refusal.js';
import type { ChaincodePackage } from './chaincode-package.js';
import {
  approveArguments,
  type ChaincodeDefinition,
  commitArguments,
  type KnownDefinition,
  readinessArguments,
} from './definition.js';

const { lifecycle } = peer;
const LIFECYCLE = '_lifecycle';

/** What `_lifecycle` of one peer can be asked, as that organisation's administrator. */
export class PeerLifecycle {
  readonly client: PeerClient;

  constructor(client: PeerClient) {
    this.client = client;
  }

  get organisation(): string {
    return this.client.organisation.id;
  }

  async installedPackages(): Promise<readonly string[]> {
    const args = new lifecycle.QueryInstalledChaincodesArgs().serializeBinary();
    const answer = await this.client.query(
      { channel: '', chaincode: LIFECYCLE, args: ['QueryInstalledChaincodes', args] },
      'list its installed chaincodes',
    );
    const result = lifecycle.QueryInstalledChaincodesResult.deserializeBinary(answer);
    return result.getInstalledChaincodesList().map((installed) => installed.getPackageId());
  }

  /** Installs the package unless it is there already. */
  async install(chaincode: ChaincodePackage): Promise<void> {
    if ((await this.installedPackages()).includes(chaincode.id)) {
      return;
    }
    const args = new lifecycle.InstallChaincodeArgs();
    args.setChaincodeInstallPackage(chaincode.bytes);
    const answer = await this.client.query(
      { channel: '', chaincode: LIFECYCLE, args: ['InstallChaincode', args.serializeBinary()] },
      `install the chaincode package ${chaincode.id}`,
    );
    const installed = lifecycle.InstallChaincodeResult.deserializeBinary(answer).getPackageId();
    if (installed !== chaincode.id) {
      throw new Error(
        `The peer of ${this.organisation} installed ${installed} where ${chaincode.id} was sent.`,
      );
    }
  }

  /** The definition that the channel has agreed on; undefined before the first commit. */
  async committed(channel: string, name: string): Promise<KnownDefinition | undefined> {
    const args = new lifecycle.QueryChaincodeDefinitionArgs();
    args.setName(name);
    const answer = await this.#queryOrAbsent(channel, 'QueryChaincodeDefinition', args.serializeBinary());
    return answer && lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(answer);
  }

  /** What this organisation has approved for the sequence, and for which package. */
  async approved(
    channel: string,
    name: string,
    sequence: number,
  ): Promise<{ readonly definition: KnownDefinition; readonly packageId: string } | undefined> {
    const args = new lifecycle.QueryApprovedChaincodeDefinitionArgs();
    args.setName(name);
    args.setSequence(sequence);
    const answer = await this.#queryOrAbsent(
      channel,
      'QueryApprovedChaincodeDefinition',
      args.serializeBinary(),
    );
    if (!answer) {
      return undefined;
    }
    const definition = lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(answer);
    return { definition, packageId: definition.getSource()?.getLocalPackage()?.getPackageId() ?? '' };
  }

  async approve(
    channel: string,
    definition: ChaincodeDefinition,
    sequence: number,
    packageId: string,
  ): Promise<void> {
    const args = approveArguments(definition, sequence, packageId);
    await this.client.submit(
      { channel, chaincode: LIFECYCLE, args: ['ApproveChaincodeDefinitionForMyOrg', args] },
      `approve the definition of ${definition.name}`,
      [this.client],
    );
  }

  /** Whether this peer has seen the organisation approve this very definition. */
  async hasSeenApproval(
    mspId: string,
    channel: string,
    definition: ChaincodeDefinition,
    sequence: number,
  ): Promise<boolean> {
    const args = readinessArguments(definition, sequence);
    const answer = await this.client.query(
      { channel, chaincode: LIFECYCLE, args: ['CheckCommitReadiness', args] },
      `tell who has approved ${definition.name}`,
    );
    const approvals = lifecycle.CheckCommitReadinessResult.deserializeBinary(answer).getApprovalsMap();
    return approvals.get(mspId) === true;
  }

  async commit(
    channel: string,
    definition: ChaincodeDefinition,
    sequence: number,
    endorsers: readonly PeerLifecycle[],
  ): Promise<void> {
    await this.client.submit(
      {
        channel,
        chaincode: LIFECYCLE,
        args: ['CommitChaincodeDefinition', commitArguments(definition, sequence)],
      },
      `commit the definition of ${definition.name}`,
      endorsers.map((endorser) => endorser.client),
    );
  }

  async #queryOrAbsent(channel: string, name: string, args: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      return await this.client.query(
        { channel, chaincode: LIFECYCLE, args: [name, args] },
        'tell a definition',
      );
    } catch (error) {
      if (error instanceof PeerRefusal && isAbsence(error)) {
        return undefined;
      }
      throw error;
    }
  }
}

function isAbsence(refusal: PeerRefusal): boolean {
  return (
    refusal.status === 404 ||
    /is not defined|could not fetch approved chaincode definition/.test(refusal.reason)
  );
}
