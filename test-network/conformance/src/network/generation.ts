import { inject } from 'vitest';
import '../setup/provided.js';

/** The two lines of Fabric that the suite knows; embedded speaks as the newer one. */
export type Generation = '2.5' | '3';

interface Wording {
  /** What the orderer says of a channel that it does not serve. */
  readonly unservedChannel: string;
  /** What discovery says of a chaincode (and a collection) for which it finds no endorsers: Go's text of the question. */
  noDescriptor(chaincode: string, collection?: string): RegExp;
}

/** Everything in which the two differ, as far as a client can see. */
const WORDINGS: Readonly<Record<Generation, Wording>> = {
  '2.5': {
    unservedChannel: 'channel creation request not allowed because the orderer system channel is not defined',
    noDescriptor: (chaincode, collection) => descriptor('<', question(chaincode, collection), ' > '),
  },
  '3': {
    unservedChannel: 'channel does not exist',
    noDescriptor: (chaincode, collection) => descriptor('{', question(chaincode, collection), '}'),
  },
};

export function wording(): Wording {
  return WORDINGS[inject('conformance').generation];
}

function question(chaincode: string, collection: string | undefined): string {
  return `name:"${chaincode}"${collection === undefined ? '' : ` {1,2}collection_names:"${collection}"`}`;
}

/** Go puts one space or two between the parts, so that nobody relies on it. */
function descriptor(opening: string, inner: string, closing: string): RegExp {
  return new RegExp(`failed constructing descriptor for chaincodes: ?${opening} ?${inner}${closing}$`);
}
