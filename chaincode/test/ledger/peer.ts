import type { ContractEvent } from './block.js';
import { type ContractClass, ContractSet } from './contract-set.js';
import { guardProcess } from './determinism/forbidden-calls.js';
import { deterministically } from './determinism/guard.js';
import type { Proposal } from './proposal.js';
import { clientIdentity } from './simulation/client-identity.js';
import type { Collection } from './simulation/collection-access.js';
import { type PrivateWrite, type ReadWriteSet, readWriteSetLines } from './simulation/read-write-set.js';
import { shimStub } from './simulation/shim-stub.js';
import { Simulation } from './simulation/simulation.js';
import { PeerState } from './state/peer-state.js';

guardProcess();

/** What an endorsing peer signs, and the private data that goes with it. */
export interface SimulationResult {
  readonly payload: string;
  readonly event?: ContractEvent;
  readonly set: ReadWriteSet;
  readonly privateWrites: readonly PrivateWrite[];
}

/** The peer of one organisation, with its own state and its own contracts. */
export class Peer {
  readonly mspId: string;
  readonly state: PeerState;
  readonly #collections: ReadonlyMap<string, Collection>;
  #contracts: ContractSet;

  constructor(
    mspId: string,
    contracts: readonly ContractClass[],
    collections: ReadonlyMap<string, Collection>,
  ) {
    this.mspId = mspId;
    this.#collections = collections;
    this.#contracts = new ContractSet(contracts, { offersInherited: false });
    const own = [...collections.values()].filter(({ members }) => members.includes(mspId));
    this.state = new PeerState(own.map(({ name }) => name));
  }

  functions(): string[] {
    return this.#contracts.functions();
  }

  /** Runs other contracts than agreed from now on. */
  runAltered(contracts: readonly ContractClass[]): void {
    this.#contracts = new ContractSet(contracts, { offersInherited: true });
  }

  /** Runs the function; `reversesKeys` hands it every map and every parsed object in the opposite order. */
  async simulate(proposal: Proposal, reversesKeys: boolean): Promise<SimulationResult> {
    const simulation = new Simulation(this.state, proposal, this.#collections);
    const stub = shimStub(simulation, proposal);
    if (reversesKeys) {
      const transient = new Map([...stub.getTransient()].reverse());
      stub.getTransient = () => transient;
    }
    const own = { stub, clientIdentity: clientIdentity(proposal.caller) };
    const [, ...args] = stub.getArgs();
    const payload = await deterministically({ reversesKeys }, () =>
      this.#contracts.invoke(proposal.function, args, own),
    );
    const event = stub.chaincodeEvent;
    return {
      payload,
      ...(event === undefined
        ? {}
        : {
            event: {
              name: event.getEventName(),
              payload: Buffer.from(event.getPayload_asU8()).toString('utf8'),
            },
          }),
      set: simulation.readWriteSet(),
      privateWrites: simulation.privateWrites(),
    };
  }
}

/** What of two results is not alike, in a sentence; undefined where all is. */
export function firstDifference(one: SimulationResult, other: SimulationResult): string | undefined {
  const lines = resultLines(one);
  const others = resultLines(other);
  const longest = Math.max(lines.length, others.length);
  for (let at = 0; at < longest; at += 1) {
    const [label, text] = lines[at] ?? ['nothing more', ''];
    const [otherLabel, otherText] = others[at] ?? ['nothing more', ''];
    if (label !== otherLabel) return `one has ${label} where the other has ${otherLabel}`;
    if (text !== otherText) return `${label} is ${text} for one and ${otherText} for the other`;
  }
  return undefined;
}

function resultLines({ payload, event, set }: SimulationResult): [string, string][] {
  return [...readWriteSetLines(set), ['the payload', payload], ['the event', JSON.stringify(event ?? null)]];
}
