import { contracts } from '@sanfang/chaincode';
import { parseRefusal } from '@sanfang/chaincode/model/refusal';
import { TestChannel } from '../../chaincode/test/ledger/test-channel.js';
import type { Committed, Ledger, LedgerCall } from '../src/ports/ledger.js';
import { LedgerError, type LedgerFault } from '../src/ports/ledger-error.js';
import { RELATIONSHIP } from './relationship.js';

const { bank, broker } = RELATIONSHIP;
const REGULATOR_MSP = 'RegulatorMSP';

/** The relationship's channel with the real contracts on a ledger in memory, shared by the gateways of all members. */
export class ContractLedgers {
  /** For looking at what is public, and for setting a test up. */
  readonly channel = new TestChannel({
    name: RELATIONSHIP.name,
    contracts,
    endorsers: [bank.mspId, broker.mspId],
    observers: [REGULATOR_MSP],
    collections: [{ name: 'personalData', members: [bank.mspId, broker.mspId, REGULATOR_MSP] }],
  });

  /** The ledger as the gateway of one organisation sees it. */
  of(mspId: string): FaultyLedger {
    const caller = { mspId, id: 'gateway', roles: ['gateway'] };
    const callOf = ({ name, request, transient = {} }: LedgerCall) => ({
      function: name,
      request,
      caller,
      transient,
    });
    return new FaultyLedger({
      evaluate: (call) => meaning(this.channel.evaluate(callOf(call))),
      submit: async (call) => {
        const { answer, transactionId, blockNumber, validationCode } = await meaning(
          this.channel.submit(callOf(call)),
        );
        if (validationCode !== 'VALID') throw new LedgerError({ kind: 'conflict', transactionId });
        return { answer, transactionId, blockNumber: BigInt(blockNumber) };
      },
    });
  }
}

/** What a refused call means to the gateway, as it finds it in the text that Fabric hands on. */
async function meaning<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    const refusal = error instanceof Error ? parseRefusal(error.message) : undefined;
    throw refusal === undefined ? error : new LedgerError({ kind: 'refused', refusal });
  }
}
/**
 * A ledger that fails as told for the next calls, before or after it has done what was asked. The question for the
 * business day, which the clock of the tests puts, does not count.
 */
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
    if (call.name !== 'DayContract:GetDay') this.#failBefore();
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
