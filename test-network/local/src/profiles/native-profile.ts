import {
  type ChaincodeServiceOptions,
  chaincodeProcessName,
  type FabricBinaries,
  inspectChaincode,
  NativeFabric,
  OperatorError,
  Supervisor,
  startChaincodeService,
} from '@sanfang/native-fabric';
import type { NetworkDescription, OrganisationDescription } from '@sanfang/network';
import { ownServicePackage } from '../chaincode/service-connection.js';
import { chaincodePort } from './chaincode-port.js';
import { nativeConfig } from './native-config.js';
import type { FabricProfile, FolderChaincode, NodeStatus, PreparedChaincode } from './profile.js';

export interface NativeProfileOptions {
  readonly description: NetworkDescription;
  readonly binaries: FabricBinaries;
  readonly chaincodeExecuteTimeoutMs: number | undefined;
  /** Told in one paragraph of a process that ended unasked. */
  readonly onCrash: (report: string) => void;
}

/** Fabric's own programs, and chaincode as a service of its own for each organisation. */
export class NativeProfile implements FabricProfile {
  readonly #description: NetworkDescription;
  readonly #supervisor: Supervisor;
  readonly #fabric: NativeFabric;
  readonly #services = new Map<string, ChaincodeServiceOptions>();

  private constructor(description: NetworkDescription, supervisor: Supervisor, fabric: NativeFabric) {
    this.#description = description;
    this.#supervisor = supervisor;
    this.#fabric = fabric;
  }

  static async start(options: NativeProfileOptions): Promise<NativeProfile> {
    const supervisor = new Supervisor({ onCrash: ({ report }) => options.onCrash(report) });
    const config = nativeConfig(options.description, options.binaries, options.chaincodeExecuteTimeoutMs);
    const fabric = await NativeFabric.start(config, supervisor);
    return new NativeProfile(options.description, supervisor, fabric);
  }

  startNode(name: string): Promise<void> {
    return this.#fabric.startNode(name);
  }

  stopNode(name: string): Promise<void> {
    return this.#fabric.stopNode(name);
  }

  killNode(name: string): Promise<void> {
    return this.#fabric.killNode(name);
  }

  async prepareChaincode(chaincode: FolderChaincode): Promise<PreparedChaincode> {
    const { name, organisation } = chaincode;
    await inspectChaincode(chaincode.folder);
    const running = this.#services.get(chaincodeProcessName(name, organisation.id));
    const port =
      running?.port ??
      (await chaincodePort(
        chaincode,
        [...this.#services.values()].map((service) => service.port),
      ));
    return { package: await ownServicePackage(name, organisation, port), port };
  }

  async runChaincode(chaincode: FolderChaincode, prepared: PreparedChaincode): Promise<void> {
    const { name, organisation, folder } = chaincode;
    if (prepared.port === undefined) {
      throw new Error(`The service of chaincode ${name} of ${organisation.id} was given no port.`);
    }
    const processName = chaincodeProcessName(name, organisation.id);
    this.#services.set(processName, {
      name,
      organisation: organisation.id,
      mspId: organisation.mspId,
      folder,
      port: prepared.port,
      packageId: prepared.package.id,
      serverTls: organisation.chaincode.serverTls,
      clientTls: organisation.chaincode.clientTls,
      dataDir: this.#description.dataDir,
    });
    await this.#supervisor.stop(processName);
    await this.startChaincode(name, organisation);
  }

  async startChaincode(name: string, organisation: OrganisationDescription): Promise<void> {
    await startChaincodeService(this.#supervisor, this.#service(name, organisation));
  }

  async stopChaincode(name: string, organisation: OrganisationDescription): Promise<void> {
    this.#service(name, organisation);
    await this.#supervisor.stop(chaincodeProcessName(name, organisation.id));
  }

  async status(): Promise<readonly NodeStatus[]> {
    return this.#supervisor.status();
  }

  async killAll(): Promise<void> {
    await this.#supervisor.killAll();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#services.keys()].map((name) => this.#supervisor.stop(name)));
    await this.#fabric.stop();
  }

  #service(name: string, organisation: OrganisationDescription): ChaincodeServiceOptions {
    const service = this.#services.get(chaincodeProcessName(name, organisation.id));
    if (!service) {
      throw new OperatorError(
        `No service of chaincode "${name}" of ${organisation.id} has been deployed here.`,
      );
    }
    return service;
  }
}
