import { request } from 'node:http';
import path from 'node:path';
import { OperatorError } from '@sanfang/native-fabric';
import { readNetworkDescription } from '@sanfang/network';
import type { DeployResult, DeploySpec } from '../chaincode/deploy-spec.js';
import type { LocalNetwork } from '../local-network.js';
import type { NodeStatus } from '../profiles/profile.js';
import { controlSocketPath } from './socket-path.js';
import { ErrorAnswer, type VerbName } from './verbs.js';

const ABSENT = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

/**
 * The network that another process runs in the data folder.
 *
 * @throws OperatorError if none does.
 */
export async function connectControl(dataDir: string): Promise<LocalNetwork> {
  const call = <T>(verb: VerbName, body: unknown = {}) => callVerb<T>(dataDir, verb, body);
  await call('status');
  return {
    description: readNetworkDescription(dataDir),
    deploy: (spec) => call<DeployResult>('deploy', withAbsolutePaths(spec)),
    stopNode: (name) => call('stopNode', { name }),
    killNode: (name) => call('killNode', { name }),
    startNode: (name) => call('startNode', { name }),
    stopChaincode: (name, mspId) => call('stopChaincode', { name, mspId }),
    startChaincode: (name, mspId) => call('startChaincode', { name, mspId }),
    status: () => call<readonly NodeStatus[]>('status'),
    killAll: () => call('killAll'),
    stop: () => call('stop'),
  };
}

/** Paths are relative to the folder of the process that asks, not of the one that runs the network. */
function withAbsolutePaths(spec: DeploySpec): DeploySpec {
  const { chaincode, collectionsFile, tlsRoot } = spec;
  return {
    ...spec,
    ...(chaincode === undefined ? {} : { chaincode: path.resolve(chaincode) }),
    ...(collectionsFile === undefined ? {} : { collectionsFile: path.resolve(collectionsFile) }),
    ...(tlsRoot === undefined ? {} : { tlsRoot: path.resolve(tlsRoot) }),
  };
}

async function callVerb<T>(dataDir: string, verb: VerbName, body: unknown): Promise<T> {
  const { status, text } = await post(dataDir, verb, JSON.stringify(body));
  const answer: unknown = JSON.parse(text);
  if (status !== 200) {
    const { error, operator } = ErrorAnswer.parse(answer);
    throw operator ? new OperatorError(error) : new Error(error);
  }
  return answer as T;
}

function post(dataDir: string, verb: VerbName, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request({
      socketPath: controlSocketPath(dataDir),
      method: 'POST',
      path: `/${verb}`,
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    call.once('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    call.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        ABSENT.has(error.code ?? '')
          ? new OperatorError(
              `No network is running in ${dataDir}: start one with npm start, or name its folder with --data.`,
            )
          : error,
      );
    });
    call.end(body);
  });
}
