import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { type common, discovery, gateway, peer } from '@hyperledger/fabric-protos';
import type { OrganisationDescription } from '@sanfang/network';
import { type Call, type SignedProposal, signProposal, signTransaction } from './proposal.js';
import { PeerRefusal } from './refusal.js';
import { SigningIdentity } from './signing-identity.js';

const CALL_LIMIT_MS = 60_000;
const MESSAGE_LIMIT_BYTES = 104_857_600;
const OK = 200;

interface TlsMaterial {
  readonly root: Buffer;
  readonly key: Buffer;
  readonly certificate: Buffer;
}

/** One organisation's peer, called as that organisation's administrator. */
export class PeerClient {
  readonly organisation: OrganisationDescription;
  readonly admin: SigningIdentity;
  readonly #endorser: peer.EndorserClient;
  readonly #gateway: gateway.GatewayClient;
  readonly #discovery: discovery.DiscoveryClient;

  /** SHA-256 of the TLS certificate that this client presents: discovery requests carry it. */
  readonly #tlsCertificateHash: Uint8Array;

  private constructor(organisation: OrganisationDescription, admin: SigningIdentity, tls: TlsMaterial) {
    const { endpoint } = organisation.peer;
    const secure = credentials.createSsl(tls.root, tls.key, tls.certificate);
    this.#tlsCertificateHash = createHash('sha256').update(new X509Certificate(tls.certificate).raw).digest();
    const options = {
      'grpc.max_receive_message_length': MESSAGE_LIMIT_BYTES,
      'grpc.max_send_message_length': MESSAGE_LIMIT_BYTES,
      // A peer that has just come (back) up is to be found at once.
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 500,
    };
    this.organisation = organisation;
    this.admin = admin;
    this.#endorser = new peer.EndorserClient(endpoint, secure, options);
    this.#gateway = new gateway.GatewayClient(endpoint, secure, options);
    this.#discovery = new discovery.DiscoveryClient(endpoint, secure, options);
  }

  static async connect(organisation: OrganisationDescription): Promise<PeerClient> {
    const admin = organisation.users.find((user) => user.name === 'Admin');
    if (!admin) {
      throw new Error(`The network description names no Admin of ${organisation.id}.`);
    }
    const [identity, root, key, certificate] = await Promise.all([
      SigningIdentity.read({ ...admin, mspId: organisation.mspId }),
      readFile(organisation.peer.tlsCaCert),
      readFile(admin.tls.key),
      readFile(admin.tls.cert),
    ]);
    return new PeerClient(organisation, identity, { root, key, certificate });
  }

  /** Asks this peer alone; answers the response's payload. */
  async query(call: Call, what: string): Promise<Uint8Array> {
    const response = await this.#ask(await signProposal(call, this.admin), what);
    return response.getResponse()?.getPayload_asU8() ?? new Uint8Array();
  }

  /**
   * Has the call endorsed by the peers given (this one among them or not), ordered and committed.
   *
   * @throws Error if it is committed as invalid.
   */
  async submit(call: Call, what: string, endorsers: readonly PeerClient[]): Promise<void> {
    const proposal = await signProposal(call, this.admin);
    const responses = await Promise.all(endorsers.map((endorser) => endorser.#ask(proposal, what)));
    const envelope = await signTransaction(proposal, responses, this.admin);
    await this.#order(proposal, envelope);
    await this.#committed(proposal, what);
  }

  /** Asks this peer's service discovery for the chaincode's endorsers; an Error says why it knows none. */
  async discoverEndorsers(
    channel: string,
    chaincode: string,
    asking: SigningIdentity,
  ): Promise<Error | undefined> {
    const call = new peer.ChaincodeCall();
    call.setName(chaincode);
    const interest = new peer.ChaincodeInterest();
    interest.setChaincodesList([call]);
    const chaincodes = new discovery.ChaincodeQuery();
    chaincodes.setInterestsList([interest]);
    const query = new discovery.Query();
    query.setChannel(channel);
    query.setCcQuery(chaincodes);
    const authentication = new discovery.AuthInfo();
    authentication.setClientIdentity(asking.serialized);
    authentication.setClientTlsCertHash(this.#tlsCertificateHash);
    const request = new discovery.Request();
    request.setAuthentication(authentication);
    request.setQueriesList([query]);
    const payload = request.serializeBinary();
    const signed = new discovery.SignedRequest();
    signed.setPayload(payload);
    signed.setSignature(await asking.sign(payload));
    const response = await unary<discovery.Response>((done) =>
      this.#discovery.discover(signed, deadline(), done),
    );
    const failure = response.getResultsList()[0]?.getError();
    return failure ? new Error(failure.getContent()) : undefined;
  }

  close(): void {
    this.#endorser.close();
    this.#gateway.close();
    this.#discovery.close();
  }

  async #ask(proposal: SignedProposal, what: string): Promise<peer.ProposalResponse> {
    const answer = await unary<peer.ProposalResponse>((done) =>
      this.#endorser.processProposal(proposal.message, deadline(), done),
    );
    const response = answer.getResponse();
    const status = response?.getStatus() ?? 0;
    if (status !== OK) {
      const reason = response?.getMessage() ?? '';
      throw new PeerRefusal({ peer: this.organisation.id, what, status, reason });
    }
    return answer;
  }

  async #order(proposal: SignedProposal, envelope: common.Envelope): Promise<void> {
    const request = new gateway.SubmitRequest();
    request.setTransactionId(proposal.transactionId);
    request.setChannelId(proposal.channel);
    request.setPreparedTransaction(envelope);
    await unary((done) => this.#gateway.submit(request, deadline(), done));
  }

  async #committed(proposal: SignedProposal, what: string): Promise<void> {
    const request = new gateway.CommitStatusRequest();
    request.setTransactionId(proposal.transactionId);
    request.setChannelId(proposal.channel);
    request.setIdentity(this.admin.serialized);
    const bytes = request.serializeBinary();
    const signed = new gateway.SignedCommitStatusRequest();
    signed.setRequest(bytes);
    signed.setSignature(await this.admin.sign(bytes));
    const status = await unary<gateway.CommitStatusResponse>((done) =>
      this.#gateway.commitStatus(signed, deadline(), done),
    );
    const code = status.getResult();
    if (code !== peer.TxValidationCode.VALID) {
      const names = Object.entries(peer.TxValidationCode);
      const word = names.find(([, value]) => value === code)?.[0] ?? String(code);
      throw new Error(`The transaction to ${what} on ${proposal.channel} was committed as ${word}.`);
    }
  }
}

function deadline(): { deadline: number } {
  return { deadline: Date.now() + CALL_LIMIT_MS };
}

function unary<T>(call: (done: (error: ServiceError | null, answer?: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error || answer === undefined) {
        reject(error ?? new Error('A gRPC call ended without an answer.'));
      } else {
        resolve(answer);
      }
    });
  });
}
