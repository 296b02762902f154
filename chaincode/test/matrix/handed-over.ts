import { identityHashes } from '../../src/books/identity/hashes.js';
import { newMember, newSigner, pack, transactionParts } from '../endorsed-envelope.js';
import { base64, endorsedBy, rootOf } from '../old-channel.js';
import { BANK_MSP, BROKER_MSP } from '../scenario/members.js';
import { OTHER_BANK_MSP } from '../scenario/other-bank.js';
import { personOf } from '../scenario/people.js';

export interface HandedOver {
  /** Of the other bank and the broker, as parameters name them. */
  readonly roots: { readonly mspId: string; readonly rootCertificates: string[] }[];
  /** That the other bank has closed the account, in base64. */
  readonly proof: string;
}

/** An account that a client of the other bank brings along. */
export async function handedOver(accountNumber: string, closedOn: string): Promise<HandedOver> {
  const [bank, broker] = [await newMember(OTHER_BANK_MSP), await newMember(BROKER_MSP)];
  const { name, document, salt } = personOf(accountNumber);
  const hashes = identityHashes({ name, document }, salt);
  const transactionId = 'ab'.repeat(32);
  const channel = 'custody-bank-b-broker-x';
  const facts = {
    status: 'closed',
    channel,
    transactionId,
    bankMspId: OTHER_BANK_MSP,
    brokerMspId: BROKER_MSP,
    newBankMspId: BANK_MSP,
    accountNumber,
    clientNumber: accountNumber,
    kind: 'normal',
    holder: 'person',
    nameHash: hashes.name,
    documentHash: hashes.document,
    closedOn,
  };
  const parts = transactionParts({
    channel,
    chaincode: 'custody',
    functionName: 'AccountContract:HandOver',
    responsePayload: JSON.stringify({
      results: [{ serial: 'out-1', status: 'done', facts, transactionId, replayed: true }],
    }),
    status: 200,
    proposedAt: new Date(),
    creator: (await newSigner(bank, { commonName: 'operator', ou: 'client' })).identity,
  });
  const signed = await endorsedBy(parts, await newSigner(bank), await newSigner(broker));
  const roots = [bank, broker].map(rootOf).map(({ mspId, rootCertificates }) => {
    return { mspId, rootCertificates: [...rootCertificates] };
  });
  return { roots, proof: base64(pack(parts, signed)) };
}
