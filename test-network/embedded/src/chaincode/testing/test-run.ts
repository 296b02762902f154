import { common, peer } from '@hyperledger/fabric-protos';
import { ChannelConfig } from '../../channel/channel-config.js';
import { makeTestGenesis } from '../../identity/testing/test-genesis.js';
import { makeTestOrg } from '../../identity/testing/test-org.js';
import { MessageType } from '../messages.js';
import type { ChaincodeRuntime } from '../runtime.js';
import { TransactionContext, type TransactionContextOptions } from '../transaction-context.js';
import { MemorySimulator } from './memory-simulator.js';

export interface RunResult {
  readonly status: number;
  readonly message: string;
  readonly payload: string;
  readonly event: peer.ChaincodeEvent | undefined;
}

/** Runs functions of one installed package on state in memory. */
export class TestRun {
  readonly simulator = new MemorySimulator();
  readonly #runtime: ChaincodeRuntime;
  readonly #packageId: string;
  readonly #config: ChannelConfig;
  readonly #creator: Uint8Array;
  #transactions = 0;

  private constructor(
    runtime: ChaincodeRuntime,
    packageId: string,
    config: ChannelConfig,
    creator: Uint8Array,
  ) {
    this.#runtime = runtime;
    this.#packageId = packageId;
    this.#config = config;
    this.#creator = creator;
  }

  static async on(runtime: ChaincodeRuntime, packageId: string): Promise<TestRun> {
    const org = await makeTestOrg('BankAMSP');
    const ordererOrg = await makeTestOrg('OrdererMSP');
    const genesis = makeTestGenesis({ channelId: 'ch', applicationOrgs: [org], ordererOrg });
    const client = await org.identity('client');
    return new TestRun(runtime, packageId, ChannelConfig.fromConfigBlock(genesis), client.serialized);
  }

  async call(name: string, ...args: readonly string[]): Promise<RunResult> {
    return this.callWith({}, name, ...args);
  }

  async callWith(
    options: Partial<TransactionContextOptions>,
    name: string,
    ...args: readonly string[]
  ): Promise<RunResult> {
    this.#transactions += 1;
    const txId = `tx${this.#transactions}`;
    const input = new peer.ChaincodeInput();
    input.setArgsList([name, ...args].map((each) => Buffer.from(each)));
    const handler = await this.#runtime.handler(this.#packageId);
    const context = new TransactionContext({
      transaction: {
        channelId: 'ch',
        txId,
        signedProposal: signedProposal(this.#creator),
        signedData: { message: Buffer.alloc(0), identity: this.#creator, signature: Buffer.alloc(0) },
        ledger: { simulator: this.simulator, config: this.#config },
      },
      namespace: 'cc',
      isInit: false,
      invokeChaincode: () => Promise.reject(new Error('no other chaincode here')),
      ...options,
    });
    const result = await handler.execute({
      context,
      input: input.serializeBinary(),
      timeoutMs: this.#runtime.executeTimeoutMs,
    });
    if (result.type !== MessageType.COMPLETED) {
      throw new Error(Buffer.from(result.payload).toString('utf8'));
    }
    const response = peer.Response.deserializeBinary(result.payload);
    return {
      status: response.getStatus(),
      message: response.getMessage(),
      payload: Buffer.from(response.getPayload_asU8()).toString('utf8'),
      event: result.event,
    };
  }
}

/** A proposal with as much in it as the shim looks at: creator, nonce, time stamp. */
function signedProposal(creator: Uint8Array): peer.SignedProposal {
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator);
  signatureHeader.setNonce(Buffer.from('nonce'));
  const header = new common.Header();
  header.setSignatureHeader(signatureHeader.serializeBinary());
  header.setChannelHeader(new common.ChannelHeader().serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(new peer.ChaincodeInvocationSpec().serializeBinary());
  payload.getTransientmapMap().set('value', Buffer.from('secret'));
  proposal.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  return signed;
}
