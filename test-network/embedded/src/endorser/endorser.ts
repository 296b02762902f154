import { peer } from '@hyperledger/fabric-protos';
import { textOf } from '../chaincode/error-text.js';
import type { ChaincodeRuntime } from '../chaincode/runtime.js';
import type { Transaction } from '../chaincode/transaction-context.js';
import type { ChannelLedger } from '../ledger/channel-ledger.js';
import type { Simulator } from '../ledger/simulator.js';
import { ChannelConfiguration } from '../system/cscc.js';
import { ApprovedChaincodes, type RunnableChaincode } from '../system/lifecycle/approved-chaincodes.js';
import { LifecycleChaincode } from '../system/lifecycle/lifecycle-chaincode.js';
import { CSCC, isSystemChaincode, QSCC } from '../system/names.js';
import { LedgerQueries } from '../system/qscc.js';
import { checkAcl } from './acl.js';
import { ChaincodeInfo } from './chaincode-info.js';
import { ChaincodeSupport } from './chaincode-support.js';
import { checkProposal } from './check-proposal.js';
import { endorse, payloadBytes } from './endorsement.js';
import type { EndorsingPeer } from './endorsing-peer.js';
import { expiryMs } from './expiry.js';
import { chaincodeInterest } from './interest.js';
import { distributePrivateData } from './private-data.js';
import { type Proposal, unpackProposal } from './proposal.js';
import { ProposalError } from './proposal-error.js';

export interface EndorserOptions {
  readonly peer: EndorsingPeer;
  readonly runtime: ChaincodeRuntime;
}

/** Chaincode that answers with this status or a higher one has refused the transaction. */
const REFUSED = 400;
const ERROR = 500;

/** The Endorser service of one peer. */
export class Endorser {
  readonly #peer: EndorsingPeer;
  readonly #runtime: ChaincodeRuntime;
  readonly #approved: ApprovedChaincodes;
  readonly #info: ChaincodeInfo;
  readonly #support: ChaincodeSupport;

  constructor({ peer: endorsingPeer, runtime }: EndorserOptions) {
    this.#peer = endorsingPeer;
    this.#runtime = runtime;
    this.#approved = new ApprovedChaincodes({ mspId: endorsingPeer.mspId, runtime });
    this.#info = new ChaincodeInfo(endorsingPeer, this.#approved);
    const system = [
      new LifecycleChaincode({ peer: endorsingPeer, runtime, approved: this.#approved }),
      new ChannelConfiguration(endorsingPeer),
      new LedgerQueries(endorsingPeer),
    ];
    this.#support = new ChaincodeSupport({
      peer: endorsingPeer,
      runtime,
      info: this.#info,
      system: new Map(system.map((each) => [each.name, each])),
    });
  }

  /**
   * Checks, simulates and signs one proposal.
   *
   * @throws ProposalError for what Fabric answers with a gRPC error (status UNKNOWN, details = message)
   */
  async processProposal(signed: peer.SignedProposal): Promise<peer.ProposalResponse> {
    const proposal = unpackProposal(signed);
    refuseExpired(this.#peer, proposal);
    const { channelId } = proposal;
    const channel = channelId === '' ? undefined : this.#peer.ledger(channelId);
    if (channelId !== '' && channel === undefined) {
      return failed(`channel '${channelId}' not found`);
    }
    this.#preProcess(proposal, channel);
    try {
      return await this.#process(proposal, channel);
    } catch (error) {
      return failed(textOf(error));
    }
  }

  /**
   * Call once a channel this peer joins, also at start: runs the chaincode of its definitions, now and as they commit.
   *
   * Resolves when the chaincode in worker threads of all present definitions is up or has failed to start.
   */
  async channelJoined(ledger: ChannelLedger): Promise<void> {
    const { channelId } = ledger;
    await this.#approved.follow(ledger, () => this.#definitionsChanged(channelId));
    await this.#warm(channelId, { listening: false });
  }

  /** The chaincodes that this peer can run on a channel; the same array as long as nothing changes. */
  chaincodes(channelId: string): readonly RunnableChaincode[] {
    return this.#approved.runnable(channelId);
  }

  async #warm(channelId: string, options: { readonly listening: boolean }): Promise<void> {
    const packages = new Set(this.chaincodes(channelId).map(({ packageId }) => packageId));
    await Promise.all([...packages].map((packageId) => this.#runtime.warm(packageId, options)));
  }

  #definitionsChanged(channelId: string): void {
    const channels = this.#peer.channelIds();
    const used = channels.flatMap((each) => this.chaincodes(each).map(({ packageId }) => packageId));
    this.#runtime.retireAllBut(new Set(used));
    void this.#warm(channelId, { listening: true });
  }

  #preProcess(proposal: Proposal, channel: ChannelLedger | undefined): void {
    checkProposal(proposal, channel?.config.msps ?? this.#peer.localMsp);
    if (channel === undefined) {
      return;
    }
    if (channel.hasTransaction(proposal.txId)) {
      const creator = Buffer.from(proposal.creator).toString('hex');
      throw new ProposalError(`duplicate transaction found [${proposal.txId}]. Creator [${creator}]`);
    }
    if (!isSystemChaincode(proposal.chaincodeName)) {
      try {
        const { channelId, signedData } = proposal;
        checkAcl(this.#peer, { resource: 'peer/Propose', channelId, signed: signedData });
      } catch (error) {
        throw new ProposalError(textOf(error));
      }
    }
  }

  async #process(proposal: Proposal, channel: ChannelLedger | undefined): Promise<peer.ProposalResponse> {
    const { chaincodeName, txId } = proposal;
    // qscc and cscc answer from the ledger as it is, not from a snapshot.
    const simulated = channel !== undefined && chaincodeName !== QSCC && chaincodeName !== CSCC;
    const simulator = simulated ? channel.simulate({ mspId: this.#peer.mspId, txId }) : undefined;
    try {
      return await this.#simulate(proposal, channel, simulator);
    } finally {
      simulator?.done();
    }
  }

  async #simulate(
    proposal: Proposal,
    channel: ChannelLedger | undefined,
    simulator: Simulator | undefined,
  ): Promise<peer.ProposalResponse> {
    const { channelId, txId, chaincodeName, signed, signedData } = proposal;
    const transaction: Transaction = {
      channelId,
      txId,
      signedProposal: signed,
      signedData,
      ...(channel === undefined || simulator === undefined
        ? {}
        : { ledger: { simulator, config: channel.config } }),
    };
    const { version } = this.#endorsementInfo(transaction, chaincodeName);
    const { outcome, results, interest } = await this.#execute(transaction, proposal, channel).catch(
      (error: unknown) => {
        throw new Error(`error in simulation: ${textOf(error)}`);
      },
    );
    const { response } = outcome;
    const status = response.getStatus();
    const answer = new peer.ProposalResponse();
    answer.setResponse(response);
    if (status < ERROR && (channelId === '' || status >= REFUSED)) {
      return answer;
    }
    const event = status < REFUSED ? outcome.event : undefined;
    const payload = payloadBytes({
      proposalHash: proposal.hash,
      response,
      chaincodeName,
      version,
      ...(results === undefined ? {} : { results: results.publicRwset }),
      ...(event === undefined ? {} : { event }),
    });
    answer.setPayload(payload);
    if (interest !== undefined) {
      answer.setInterest(interest);
    }
    if (status < REFUSED) {
      answer.setVersion(1);
      answer.setEndorsement(endorse(payload, this.#peer.signer));
    }
    return answer;
  }

  #endorsementInfo(transaction: Transaction, chaincode: string): { readonly version: string } {
    try {
      return this.#info.endorsementInfo(transaction, chaincode);
    } catch (error) {
      throw new Error(
        `make sure the chaincode ${chaincode} has been successfully defined on channel ${transaction.channelId} and try again: ${textOf(error)}`,
      );
    }
  }

  async #execute(transaction: Transaction, proposal: Proposal, channel: ChannelLedger | undefined) {
    const { chaincodeName: chaincode, input, txId } = proposal;
    const outcome = await this.#support.execute({ transaction, chaincode, proposed: chaincode, input });
    const results = transaction.ledger?.simulator.results();
    if (channel !== undefined && results?.privateRwset !== undefined) {
      await distributePrivateData(this.#peer, { channel, txId, rwset: results.privateRwset });
    }
    const interest = results === undefined ? undefined : chaincodeInterest(results);
    return { outcome, results, interest };
  }
}

/** The peer's authentication filter, before all else. */
function refuseExpired(endorsingPeer: EndorsingPeer, { channelId, creator }: Proposal): void {
  const members = endorsingPeer.ledger(channelId)?.config.msps ?? endorsingPeer.localMsp;
  if (expiryMs(members, creator) < Date.now()) {
    throw new ProposalError('proposal client identity expired');
  }
}

function failed(message: string): peer.ProposalResponse {
  const response = new peer.Response();
  response.setStatus(ERROR);
  response.setMessage(message);
  const answer = new peer.ProposalResponse();
  answer.setResponse(response);
  return answer;
}
