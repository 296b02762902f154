import { readFile } from 'node:fs/promises';
import { OperatorError } from '@sanfang/native-fabric';
import type { NetworkDescription, OrganisationDescription } from '@sanfang/network';
import type { PeerClient } from '../fabric/peer-client.js';
import { type AgreementPlan, agree, type ChannelDeployment, planAgreement } from '../lifecycle/agreement.js';
import { servicePackage } from '../lifecycle/chaincode-package.js';
import { PeerLifecycle } from '../lifecycle/peer-lifecycle.js';
import type { FabricProfile, FolderChaincode, PreparedChaincode } from '../profiles/profile.js';
import { type ChannelPlan, type DeployPlan, planRecorded } from './deploy-plan.js';
import type { DeployResult } from './deploy-spec.js';
import type { DeploymentRecord, DeploymentRecords } from './deployment-record.js';
import { endorsersReachable } from './endorsers-reachable.js';

export interface DeployerOptions {
  readonly description: NetworkDescription;
  readonly profile: FabricProfile;
  readonly clients: readonly PeerClient[];
  readonly records: DeploymentRecords;
  readonly onProgress: (message: string) => void;
}

/** One organisation's chaincode, installed at its peer and ready to be run. */
interface InstalledService {
  readonly organisation: OrganisationDescription;
  readonly prepared: PreparedChaincode;
  run(): Promise<void>;
}

/** Puts chaincode on the network: package, install, run, approve, commit. One deployment after another. */
export class Deployer {
  readonly #options: DeployerOptions;
  readonly #lifecycles: readonly PeerLifecycle[];
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DeployerOptions) {
    this.#options = options;
    this.#lifecycles = options.clients.map((client) => new PeerLifecycle(client));
  }

  /** Answers when every endorser's peer can be found through service discovery. */
  deploy(plan: DeployPlan): Promise<DeployResult> {
    const result = this.#last.then(() => this.#deploy(plan));
    // The next one waits for this one's end, not for its success.
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Runs again what earlier runs of this data folder deployed; tells of what cannot be run any more. */
  async resume(options: { readonly except: ReadonlySet<string> }): Promise<void> {
    const records = await this.#options.records.all();
    for (const record of records.filter(({ name }) => !options.except.has(name))) {
      try {
        await this.#resume(record);
      } catch (error) {
        if (!(error instanceof OperatorError)) {
          throw error;
        }
        this.#options.onProgress(
          `Chaincode ${record.name} was deployed here and is not running: ${error.message}`,
        );
      }
    }
  }

  /**
   * Channels are asked for their agreement again only where a package had to change (its port was taken), so
   * that a definition which somebody has changed since by other means is left as it is.
   */
  async #resume(record: DeploymentRecord): Promise<void> {
    const plan = planRecorded(record, this.#options.description);
    const services = await this.#install(plan, record);
    const unchanged = services.every(
      ({ organisation, prepared }) => record.services[organisation.id]?.packageId === prepared.package.id,
    );
    await (unchanged ? allDone(services.map((service) => service.run())) : this.deploy(plan));
  }

  async #deploy(plan: DeployPlan): Promise<DeployResult> {
    const record = await this.#options.records.read(plan.name);
    const services = await this.#install(plan, record);
    const channels = await Promise.all(
      plan.channels.map(async (on) => {
        const deployment = this.#deploymentOn(on, services);
        return { on, deployment, agreement: await planAgreement(deployment) };
      }),
    );
    const remembered = remember(plan, record, services);
    // Written before the packages that name the ports are approved, and again once the channels have agreed.
    await this.#options.records.write(remembered);
    await allDone([
      ...channels.map(({ deployment, agreement }) => agree(deployment, agreement)),
      ...services.map((service) => service.run()),
    ]);
    await this.#options.records.write({
      ...remembered,
      channels: { ...remembered.channels, ...agreedOn(channels) },
    });
    await endorsersReachable(plan, this.#options.clients);
    return {
      name: plan.name,
      channels: channels.map(({ on, agreement: { sequence, agreed } }) => ({
        channel: on.channel.name,
        sequence,
        changed: !agreed,
      })),
      packages: services.map(({ organisation, prepared }) => ({
        organisation: organisation.id,
        packageId: prepared.package.id,
      })),
    };
  }

  #install(plan: DeployPlan, record: DeploymentRecord | undefined): Promise<readonly InstalledService[]> {
    const organisations = [...new Set(plan.channels.flatMap((on) => on.endorsers))];
    return Promise.all(
      organisations.map((organisation) =>
        this.#installFor(plan, organisation, record?.services[organisation.id]?.port),
      ),
    );
  }

  async #installFor(
    plan: DeployPlan,
    organisation: OrganisationDescription,
    port: number | undefined,
  ): Promise<InstalledService> {
    const { profile } = this.#options;
    const lifecycle = this.#lifecycleOf(organisation.id);
    if (plan.source.kind === 'address') {
      const prepared = await serviceAt(plan.name, plan.source);
      await lifecycle.install(prepared.package);
      return { organisation, prepared, run: async () => undefined };
    }
    const chaincode: FolderChaincode = { name: plan.name, organisation, folder: plan.source.folder, port };
    const prepared = await profile.prepareChaincode(chaincode);
    await lifecycle.install(prepared.package);
    return { organisation, prepared, run: () => profile.runChaincode(chaincode, prepared) };
  }

  #deploymentOn(on: ChannelPlan, services: readonly InstalledService[]): ChannelDeployment {
    return {
      channel: on.channel.name,
      definition: on.definition,
      sequence: on.sequence,
      approvers: [on.channel.bank, on.channel.broker].map((id) => this.#lifecycleOf(id)),
      endorsers: services
        .filter(({ organisation }) => on.endorsers.includes(organisation))
        .map(({ organisation, prepared }) => ({
          peer: this.#lifecycleOf(organisation.id),
          packageId: prepared.package.id,
        })),
    };
  }

  #lifecycleOf(id: string): PeerLifecycle {
    const lifecycle = this.#lifecycles.find((candidate) => candidate.organisation === id);
    if (!lifecycle) {
      throw new OperatorError(`There is no organisation "${id}" in this network.`);
    }
    return lifecycle;
  }
}

function remember(
  plan: DeployPlan,
  record: DeploymentRecord | undefined,
  services: readonly InstalledService[],
): DeploymentRecord {
  const now = services.map(
    ({
      organisation,
      prepared: {
        port,
        package: { id },
      },
    }) => [organisation.id, { packageId: id, ...(port === undefined ? {} : { port }) }],
  );
  return {
    name: plan.name,
    source: plan.source,
    services: { ...record?.services, ...Object.fromEntries(now) },
    channels: { ...record?.channels },
  };
}

function agreedOn(
  channels: readonly { readonly on: ChannelPlan; readonly agreement: AgreementPlan }[],
): DeploymentRecord['channels'] {
  return Object.fromEntries(
    channels.map(({ on, agreement: { sequence } }) => {
      const { version, policy, collections, initRequired } = on.definition;
      return [on.channel.name, { version, policy, collections: [...collections], initRequired, sequence }];
    }),
  );
}

/** Waits for all, also when one fails: nothing goes on behind the back of whoever is told of the failure. */
async function allDone(tasks: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find((task) => task.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
}

async function serviceAt(
  name: string,
  source: { readonly address: string; readonly tlsRoot?: string | undefined },
): Promise<PreparedChaincode> {
  const tls =
    source.tlsRoot === undefined
      ? { tls_required: false }
      : { tls_required: true, root_cert: await readFile(source.tlsRoot, 'utf8') };
  return {
    package: await servicePackage(name, { address: source.address, dial_timeout: '10s', ...tls }),
    port: undefined,
  };
}
