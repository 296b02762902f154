import type { TransferAnswer } from '@sanfang/chaincode/model/answers/transfers';
import type { Channel } from '@sanfang/chaincode/rules/limits';
import type { Fen } from '@sanfang/chaincode/rules/money';
import type { Direction, Side } from '@sanfang/chaincode/rules/transfer-state';
import type { Clock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { type Instructed, type Instruction, instruct } from './instruct.js';

export interface Transfer extends Instruction {
  readonly direction: Direction;
  readonly accountNumber: string;
  /** Pseudonym of the client's own linked bank account. */
  readonly bankAccountRef: string;
  readonly amountFen: Fen;
  /** How the client asked. */
  readonly channel: Channel;
}

/** Who began a transfer, and under which serial. */
export interface TransferName {
  readonly side: Side;
  readonly serial: string;
}

export interface Claim extends Instruction {
  readonly transfer: TransferName;
}

export interface Answer extends Instruction {
  readonly transfer: TransferName;
  readonly outcome: 'done' | 'refused';
  readonly reason?: string;
}

/** Transfers between clients' own bank accounts and their custody accounts (银证转账), in the words of the business. */
export class Transfers {
  readonly #ledger: Ledger;
  readonly #clock: Clock;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  begin(channel: string, transfers: readonly Transfer[]): Promise<Instructed> {
    return this.#instruct(channel, 'Begin', transfers);
  }

  /** The bank is about to pay these withdrawals; from then on it alone can end them. */
  claim(channel: string, claims: readonly Claim[]): Promise<Instructed> {
    return this.#instruct(channel, 'Claim', claims);
  }

  /** What the bank's core system has done. */
  answer(channel: string, answers: readonly Answer[]): Promise<Instructed> {
    return this.#instruct(channel, 'Answer', answers);
  }

  /** Inquiry: a transfer as it stands. */
  async find(channel: string, request: TransferName): Promise<TransferAnswer> {
    const answer = await this.#ledger.evaluate({ channel, name: 'TransferContract:GetTransfer', request });
    return answer as TransferAnswer;
  }

  #instruct(channel: string, name: string, instructions: readonly Instruction[]): Promise<Instructed> {
    return instruct(this.#ledger, this.#clock, { channel, name: `TransferContract:${name}`, instructions });
  }
}
