import { type Context, Contract } from 'fabric-contract-api';
import { getLogger } from 'fabric-contract-api/lib/logger.js';

// Its lines carry the time of day, which is forbidden where they would be written.
getLogger('./lib/contract.js').silent = true;

export type ContractClass = new () => Contract;

export interface ContractSetOptions {
  /**
   * Whether functions of a class’s ancestors can be called too. A launcher offers those of the class itself alone; a
   * dishonest contract is shortest as a subclass that overrides one function of an honest one.
   */
  readonly offersInherited: boolean;
}

const FUNCTIONS_OF_EVERY_CONTRACT = new Set(Object.getOwnPropertyNames(Contract.prototype));

/** The contracts that one organisation runs: an instance each, for as long as its chaincode lives. */
export class ContractSet {
  readonly #contracts: ReadonlyMap<string, Contract>;
  readonly #offersInherited: boolean;

  constructor(classes: readonly ContractClass[], { offersInherited }: ContractSetOptions) {
    this.#offersInherited = offersInherited;
    this.#contracts = new Map(
      classes.map((contractClass) => {
        const contract = new contractClass();
        return [contract.getName(), contract];
      }),
    );
  }

  /** Everything that can be asked, as `Contract:Function`. */
  functions(): string[] {
    return [...this.#contracts].flatMap(([name, contract]) =>
      [...this.#functionsOf(contract)].map((functionName) => `${name}:${functionName}`),
    );
  }

  /** Calls a function as the chaincode launcher does, and answers with the text that it returns. */
  async invoke(
    name: string,
    args: readonly string[],
    own: Pick<Context, 'stub' | 'clientIdentity'>,
  ): Promise<string> {
    const { contract, functionName } = this.#find(name);
    const context = Object.assign(contract.createContext(), own);
    if (!this.#functionsOf(contract).has(functionName)) {
      await contract.unknownTransaction(context);
      return '';
    }
    await contract.beforeTransaction(context);
    const run: unknown = Reflect.get(contract, functionName);
    if (typeof run !== 'function') throw new TypeError(`${name} is no function.`);
    const result: unknown = await run.call(contract, context, ...args);
    await contract.afterTransaction(context, result);
    if (typeof result !== 'string') throw new TypeError(`${name} must answer with a text.`);
    return result;
  }

  #find(name: string): { contract: Contract; functionName: string } {
    const colon = name.indexOf(':');
    const [first = ''] = this.#contracts.keys();
    const contractName = colon === -1 ? first : name.slice(0, colon);
    const contract = this.#contracts.get(contractName);
    if (contract === undefined) throw new Error(`Contract name is not known: ${contractName}`);
    return { contract, functionName: name.slice(colon + 1) };
  }

  #functionsOf(contract: Contract): Set<string> {
    const found = new Set<string>();
    let prototype: object | null = Object.getPrototypeOf(contract);
    while (prototype !== null && prototype !== Contract.prototype) {
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const isOffered = !name.startsWith('_') && !FUNCTIONS_OF_EVERY_CONTRACT.has(name);
        if (isOffered && typeof Reflect.get(contract, name) === 'function') found.add(name);
      }
      prototype = this.#offersInherited ? Object.getPrototypeOf(prototype) : null;
    }
    return found;
  }
}
