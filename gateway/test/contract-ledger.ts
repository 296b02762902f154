import { CustodyContract } from '@sanfang/chaincode';
import { parseRefusal } from '@sanfang/chaincode/model/refusal';
import { MemoryLedger } from '../../chaincode/test/memory-ledger.js';
import type { Committed, Ledger, LedgerCall } from '../src/ports/ledger.js';
import { LedgerError, type LedgerFault } from '../src/ports/ledger-error.js';

type ContractFunction =
  | 'OpenAccount'
  | 'Deposit'
  | 'Withdraw'
  | 'TransferBatch'
  | 'GetBalance'
  | 'ListAccounts';

/** Channels with the real contract on ledgers in memory, shared by the gateways of all members. */
export class ContractLedgers {
  readonly #channels = new Map<string, MemoryLedger>();
  readonly #contract = new CustodyContract();
  #block = 0n;

  /** The channel's ledger, for looking at what is public. */
  channel(name: string): MemoryLedger {
    const ledger = this.#channels.get(name) ?? new MemoryLedger();
    this.#channels.set(name, ledger);
    return ledger;
  }

  /** The ledger as the gateway of one organisation sees it. */
  of(mspId: string): FaultyLedger {
    return new FaultyLedger({
      evaluate: (call) => this.#run('evaluate', mspId, call),
      submit: async (call) => {
        const answer = await this.#run('submit', mspId, call);
        this.#block += 1n;
        return { answer, transactionId: `tx-${this.#block}`, blockNumber: this.#block };
      },
    });
  }

  async #run(how: 'evaluate' | 'submit', mspId: string, call: LedgerCall): Promise<unknown> {
    const name = call.name as ContractFunction;
    try {
      return await this.channel(call.channel)[how](
        (ctx, text) => this.#contract[name](ctx, text),
        call.request,
        { mspId, ...(call.transient !== undefined && { transient: call.transient }) },
      );
    } catch (error) {
      const refusal = error instanceof Error ? parseRefusal(error.message) : undefined;
      throw refusal === undefined ? error : new LedgerError({ kind: 'refused', refusal });
    }
  }
}

/** A ledger that fails as told for the next calls, before or after it has done what was asked. */
export class FaultyLedger implements Ledger {
  readonly #ledger: Ledger;
  #faults: { readonly fault: LedgerFault | Error; readonly after: boolean }[] = [];
  submissions = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  failNext(...faults: (LedgerFault | Error)[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, after: false })));
  }

  /** The next submission commits, and yet its outcome is not learnt. */
  loseNextAnswer(): void {
    this.#faults.push({ fault: { kind: 'unknown', transactionId: 'tx-lost' }, after: true });
  }

  async evaluate(call: LedgerCall): Promise<unknown> {
    this.#failBefore();
    return this.#ledger.evaluate(call);
  }

  async submit(call: LedgerCall): Promise<Committed> {
    this.submissions += 1;
    this.#failBefore();
    const committed = await this.#ledger.submit(call);
    const [next] = this.#faults;
    if (next?.after === true) this.#fail();
    return committed;
  }

  #failBefore(): void {
    if (this.#faults[0]?.after === false) this.#fail();
  }

  #fail(): never {
    const fault = this.#faults.shift()?.fault;
    if (fault === undefined) throw new Error('There is no fault to fail with.');
    throw fault instanceof Error ? fault : new LedgerError(fault);
  }
}
