import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeRuntime } from '../../chaincode/runtime.js';
import type { ApprovedChaincodes } from './approved-chaincodes.js';

const {
  GetInstalledChaincodePackageResult,
  InstallChaincodeResult,
  QueryInstalledChaincodeResult,
  QueryInstalledChaincodesResult,
} = peer.lifecycle;

export interface PackageFunctions {
  readonly runtime: ChaincodeRuntime;
  readonly approved: ApprovedChaincodes;
}

export async function installChaincode(
  { runtime, approved }: PackageFunctions,
  args: peer.lifecycle.InstallChaincodeArgs,
): Promise<peer.lifecycle.InstallChaincodeResult> {
  const installed = await runtime.install(args.getChaincodeInstallPackage_asU8());
  approved.forgetAll();
  const result = new InstallChaincodeResult();
  result.setPackageId(installed.packageId);
  result.setLabel(installed.label);
  return result;
}

export async function queryInstalledChaincode(
  { runtime, approved }: PackageFunctions,
  args: peer.lifecycle.QueryInstalledChaincodeArgs,
): Promise<peer.lifecycle.QueryInstalledChaincodeResult> {
  const packageId = args.getPackageId();
  const installed = runtime.installed().find((each) => each.packageId === packageId);
  if (installed === undefined) {
    throw new Error(`could not find chaincode with package id '${packageId}'`);
  }
  const result = new QueryInstalledChaincodeResult();
  result.setPackageId(packageId);
  result.setLabel(installed.label);
  for (const [channelId, chaincodes] of approved.references(packageId)) {
    const references = new QueryInstalledChaincodeResult.References();
    for (const { name, version } of chaincodes) {
      const chaincode = new QueryInstalledChaincodeResult.Chaincode();
      chaincode.setName(name);
      chaincode.setVersion(version);
      references.addChaincodes(chaincode);
    }
    result.getReferencesMap().set(channelId, references);
  }
  return result;
}

export async function queryInstalledChaincodes({
  runtime,
  approved,
}: PackageFunctions): Promise<peer.lifecycle.QueryInstalledChaincodesResult> {
  const result = new QueryInstalledChaincodesResult();
  for (const { packageId, label } of runtime.installed()) {
    const installed = new QueryInstalledChaincodesResult.InstalledChaincode();
    installed.setPackageId(packageId);
    installed.setLabel(label);
    for (const [channelId, chaincodes] of approved.references(packageId)) {
      const references = new QueryInstalledChaincodesResult.References();
      for (const { name, version } of chaincodes) {
        const chaincode = new QueryInstalledChaincodesResult.Chaincode();
        chaincode.setName(name);
        chaincode.setVersion(version);
        references.addChaincodes(chaincode);
      }
      installed.getReferencesMap().set(channelId, references);
    }
    result.addInstalledChaincodes(installed);
  }
  return result;
}

export async function getInstalledChaincodePackage(
  { runtime }: PackageFunctions,
  args: peer.lifecycle.GetInstalledChaincodePackageArgs,
): Promise<peer.lifecycle.GetInstalledChaincodePackageResult> {
  const bytes = runtime.packageBytes(args.getPackageId());
  if (bytes === undefined) {
    throw new Error(
      `could not load cc install package: chaincode install package '${args.getPackageId()}' not found`,
    );
  }
  const result = new GetInstalledChaincodePackageResult();
  result.setChaincodeInstallPackage(bytes);
  return result;
}
