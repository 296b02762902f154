import { X509Certificate } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { contractOf } from '../src/clients/gateways.js';
import { evaluate, proposalOptions, type Step } from '../src/clients/steps.js';
import { BANK_BROKER_X, member } from '../src/network/consortium.js';
import { userCredentials } from '../src/network/credentials.js';
import { serializedIdentity, sha256 } from '../src/raw/signing.js';
import { endorseBy, rawProposal } from '../src/raw/submit.js';

const bank = () => contractOf('bank-a');
const user = () => userCredentials(member('bank-a'), 'User1');

/** Runs steps at the bank's peer in a proposal made by hand, and answers what they returned. */
async function runRaw(steps: readonly Step[], options: Partial<Parameters<typeof rawProposal>[0]> = {}) {
  const proposal = rawProposal({ args: ['run', JSON.stringify(steps)], ...options });
  const [response] = await endorseBy(['bank-a'], proposal);
  expect(response?.getResponse()?.getStatus()).toBe(200);
  return {
    proposal,
    results: JSON.parse(Buffer.from(response?.getResponse()?.getPayload_asU8() ?? []).toString()),
  };
}

describe('what a chaincode sees of its transaction', () => {
  it('its ID, its channel, its function and arguments', async () => {
    const steps: Step[] = [['txId'], ['channelId'], ['functionAndParameters'], ['args']];
    const proposal = bank().newProposal('run', proposalOptions(steps));
    const text = JSON.stringify(steps);
    expect(JSON.parse(Buffer.from(await proposal.evaluate()).toString())).toEqual([
      proposal.getTransactionId(),
      BANK_BROKER_X,
      { fcn: 'run', params: [text] },
      ['run', text],
    ]);
  });

  it('who sent it: MSP and certificate', async () => {
    const [creator, identity] = await evaluate(bank(), [['creator'], ['clientIdentity']]);
    const { certificate, mspId } = user();
    expect(creator).toEqual({ mspId, certificate });
    const { subject, issuer } = new X509Certificate(certificate);
    const slashed = (name: string) =>
      name
        .split('\n')
        .map((part) => `/${part}`)
        .join('');
    expect(identity).toEqual({ mspId, id: `x509::${slashed(subject)}::${slashed(issuer)}` });
  });

  it('that another member sent it, also through the same peer', async () => {
    const credentials = userCredentials(member('broker-x'), 'User1');
    const { results } = await runRaw([['creator']], { credentials });
    expect(results).toEqual([{ mspId: 'BrokerXMSP', certificate: credentials.certificate }]);
  });

  it('the time at which the client says it made it, to the nanosecond, however wrong', async () => {
    const timestamp = new Date('2001-02-03T04:05:06.789Z');
    const { results } = await runRaw([['timestamp']], { timestamp });
    expect(results).toEqual([
      { seconds: timestamp.getTime() / 1000 - 0.789, nanos: 789_000_000, date: timestamp.toISOString() },
    ]);
  });

  it('the transient data, none or several', async () => {
    expect(await evaluate(bank(), [['transient']])).toEqual([{}]);
    const transientData = { secret: '密', empty: '' };
    expect(await evaluate(bank(), [['transient']], { transientData })).toEqual([transientData]);
  });

  it('the binding of nonce, creator and epoch', async () => {
    const nonce = Buffer.alloc(24, 7);
    const { results } = await runRaw([['binding']], { nonce });
    expect(results).toEqual([sha256(nonce, serializedIdentity(user()), Buffer.alloc(8)).toString('hex')]);
  });

  it('the signed proposal as the client sent it, transient data included', async () => {
    const transient = { secret: Buffer.from('s') };
    const { proposal, results } = await runRaw([['signedProposal']], { transient });
    const [seen] = results;
    expect(seen).toMatchObject({ txId: proposal.txId, channelId: BANK_BROKER_X });
    const payload = peer.ChaincodeProposalPayload.deserializeBinary(Buffer.from(seen.payload, 'hex'));
    expect(payload.getTransientmapMap().toArray()).toEqual([['secret', Uint8Array.from(transient.secret)]]);
  });

  it('the organisation of the peer that runs it', async () => {
    const proposal = rawProposal({ args: ['run', JSON.stringify([['mspId']])] });
    const responses = await endorseBy(['bank-a', 'broker-x'], proposal);
    const seen = responses.map((response) =>
      Buffer.from(response.getResponse()?.getPayload_asU8() ?? []).toString(),
    );
    expect(seen).toEqual(['["BankAMSP"]', '["BrokerXMSP"]']);
  });
});
