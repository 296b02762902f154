import { z } from 'zod';
import { DeploySpec } from '../chaincode/deploy-spec.js';
import type { LocalNetwork } from '../local-network.js';

const Node = z.strictObject({ name: z.string().min(1) });
const Chaincode = z.strictObject({ name: z.string().min(1), mspId: z.string().min(1) });
const Nothing = z.strictObject({});

interface Verb<Body extends z.ZodType> {
  readonly body: Body;
  readonly run: (network: LocalNetwork, body: z.output<Body>) => Promise<unknown>;
}

const verb = <Body extends z.ZodType>(body: Body, run: Verb<Body>['run']): Verb<Body> => ({ body, run });

/** Everything that can be asked over the control socket: `POST /<verb>` with a JSON body. */
export const VERBS = {
  deploy: verb(DeploySpec, (network, spec) => network.deploy(spec)),
  stopNode: verb(Node, (network, { name }) => network.stopNode(name)),
  killNode: verb(Node, (network, { name }) => network.killNode(name)),
  startNode: verb(Node, (network, { name }) => network.startNode(name)),
  stopChaincode: verb(Chaincode, (network, { name, mspId }) => network.stopChaincode(name, mspId)),
  startChaincode: verb(Chaincode, (network, { name, mspId }) => network.startChaincode(name, mspId)),
  status: verb(Nothing, (network) => network.status()),
  killAll: verb(Nothing, (network) => network.killAll()),
  stop: verb(Nothing, (network) => network.stop()),
} as const;

export type VerbName = keyof typeof VERBS;

export function isVerb(name: string): name is VerbName {
  return Object.hasOwn(VERBS, name);
}

/** Errors travel as their sentence; `operator` says that the caller can cure it. */
export const ErrorAnswer = z.strictObject({ error: z.string(), operator: z.boolean() });
