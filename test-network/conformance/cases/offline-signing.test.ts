import { connect, type Gateway } from '@hyperledger/fabric-gateway';
import { describe, expect, it } from 'vitest';
import { detailOf, failureOf } from '../src/assertions/failures.js';
import { connection, peerEndpoint } from '../src/clients/connections.js';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate, parse, proposalOptions, type Step } from '../src/clients/steps.js';
import { BANK_BROKER_X, member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { unique } from '../src/network/unique.js';
import { signDigest } from '../src/raw/signing.js';

/** A gateway that holds a certificate and no key: every message has to be signed elsewhere. */
function keyless(): Gateway {
  const { certificate, mspId } = userCredentials(member('bank-a'), 'User1');
  return connect({
    client: connection(peerEndpoint('bank-a')),
    identity: { mspId, credentials: Buffer.from(certificate) },
  });
}

const signedElsewhere = (digest: Uint8Array) =>
  signDigest(digest, userCredentials(member('bank-a'), 'User1'));

function unsignedProposal(gateway: Gateway, steps: readonly Step[]) {
  return gateway.getNetwork(BANK_BROKER_X).getContract('steps').newProposal('run', proposalOptions(steps));
}

describe('offline signing', () => {
  it('carries a transaction as bytes through evaluate, endorse, submit and commit status', async () => {
    const key = unique('offline');
    const gateway = keyless();
    const unsigned = unsignedProposal(gateway, [['putState', key, 'signed elsewhere']]);
    const proposal = gateway.newSignedProposal(
      unsigned.getBytes(),
      await signedElsewhere(unsigned.getDigest()),
    );
    expect(parse(await proposal.evaluate())).toEqual([null]);

    const endorsed = await proposal.endorse();
    const transaction = gateway.newSignedTransaction(
      endorsed.getBytes(),
      await signedElsewhere(endorsed.getDigest()),
    );
    const sent = await transaction.submit();
    const commit = gateway.newSignedCommit(sent.getBytes(), await signedElsewhere(sent.getDigest()));
    expect(await commit.getStatus()).toMatchObject({
      successful: true,
      transactionId: unsigned.getTransactionId(),
    });
    expect(await evaluate(contractOf('bank-a'), [['getState', key]])).toEqual(['signed elsewhere']);
  });

  it('carries a request for events as bytes', async () => {
    const gateway = keyless();
    const unsigned = gateway.getNetwork(BANK_BROKER_X).newChaincodeEventsRequest('steps', { startBlock: 0n });
    const request = gateway.newSignedChaincodeEventsRequest(
      unsigned.getBytes(),
      await signedElsewhere(unsigned.getDigest()),
    );
    const events = await request.getEvents();
    const name = unique('offline-event');
    const submitted = contractOf('bank-a').submitTransaction(
      'run',
      JSON.stringify([['setEvent', name, 'x']]),
    );
    const names: string[] = [];
    for await (const event of events) {
      names.push(event.eventName);
      if (event.eventName === name) {
        break;
      }
    }
    events.close();
    await submitted;
    expect(names).toContain(name);
  });

  it('carries a request for blocks as bytes', async () => {
    const gateway = keyless();
    const unsigned = gateway.getNetwork(BANK_BROKER_X).newBlockEventsRequest({ startBlock: 1n });
    const request = gateway.newSignedBlockEventsRequest(
      unsigned.getBytes(),
      await signedElsewhere(unsigned.getDigest()),
    );
    const blocks = await request.getEvents();
    const numbers: (number | undefined)[] = [];
    for await (const block of blocks) {
      numbers.push(block.getHeader()?.getNumber());
      if (numbers.length === 2) {
        break;
      }
    }
    blocks.close();
    expect(numbers).toEqual([1, 2]);
  });

  it('with a signature over something else is refused by the endorser', async () => {
    const gateway = keyless();
    const unsigned = unsignedProposal(gateway, [['getState', 'x']]);
    const signature = await signedElsewhere(Buffer.alloc(32, 1));
    const proposal = gateway.newSignedProposal(unsigned.getBytes(), signature);
    const reason = `error validating proposal: access denied: channel [${BANK_BROKER_X}] creator org [BankAMSP]`;
    expect(await failureOf(proposal.evaluate())).toEqual({
      error: 'GatewayError',
      code: 'FAILED_PRECONDITION',
      message: `evaluate call to endorser returned error: ${reason}`,
      details: [detailOf('bank-a', reason)],
    });
    expect(await failureOf(proposal.endorse())).toEqual({
      error: 'EndorseError',
      code: 'ABORTED',
      message: 'failed to endorse transaction, see attached details for more info',
      details: [detailOf('bank-a', reason)],
    });
  });

  it('with a signature over something else is refused by the orderer', async () => {
    const gateway = keyless();
    const unsigned = unsignedProposal(gateway, [['getState', 'x']]);
    const proposal = gateway.newSignedProposal(
      unsigned.getBytes(),
      await signedElsewhere(unsigned.getDigest()),
    );
    const endorsed = await proposal.endorse();
    const transaction = gateway.newSignedTransaction(
      endorsed.getBytes(),
      await signedElsewhere(Buffer.alloc(32, 1)),
    );
    expect(await failureOf(transaction.submit())).toEqual({
      error: 'SubmitError',
      code: 'ABORTED',
      message:
        "received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
      details: [],
    });
  });

  it('with a signature over something else gets no commit status', async () => {
    const gateway = keyless();
    const unsigned = unsignedProposal(gateway, [['getState', 'x']]);
    const proposal = gateway.newSignedProposal(
      unsigned.getBytes(),
      await signedElsewhere(unsigned.getDigest()),
    );
    const endorsed = await proposal.endorse();
    const transaction = gateway.newSignedTransaction(
      endorsed.getBytes(),
      await signedElsewhere(endorsed.getDigest()),
    );
    const sent = await transaction.submit();
    const commit = gateway.newSignedCommit(sent.getBytes(), await signedElsewhere(Buffer.alloc(32, 1)));
    expect(await failureOf(commit.getStatus())).toEqual({
      error: 'CommitStatusError',
      code: 'PERMISSION_DENIED',
      message: `Failed evaluating policy on signed data during check policy on channel [${BANK_BROKER_X}] with policy [/Channel/Application/Readers]: [signature set did not satisfy policy]`,
      details: [],
    });
  });
});
