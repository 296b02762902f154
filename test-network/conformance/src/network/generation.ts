import { inject } from 'vitest';
import { detailOf, type Failure } from '../assertions/failures.js';
import type { Generation } from '../setup/provided.js';

interface Wording {
  /** What the orderer says of a channel that it does not serve. */
  readonly unservedChannel: string;
  /** What discovery says of a chaincode (and a collection) for which it finds no endorsers: Go's text of the question. */
  noDescriptor(chaincode: string, collection?: string): RegExp;
  /** What bank A's gateway says to a client whose certificate has expired, who evaluates on the channel of broker X. */
  expiredAtGateway(): Failure;
  /** Why the bank's own peer does not endorse for such a client. */
  readonly expiredAtEndorser: string;
}

const UNKNOWN_CREATOR =
  'error validating proposal: access denied: channel [custody-bank-a-broker-x] creator org unknown, creator is malformed';
const EXPIRED = 'proposal client identity expired';

/** Everything in which the two differ, as far as a client can see. */
const WORDINGS: Readonly<Record<Generation, Wording>> = {
  '2.5': {
    unservedChannel: 'channel creation request not allowed because the orderer system channel is not defined',
    noDescriptor: (chaincode, collection) => descriptor('<', question(chaincode, collection), ' > '),
    // The gateway asks its own peer past the filter that looks at the expiry; the MSP does not know the client then.
    expiredAtEndorser: UNKNOWN_CREATOR,
    expiredAtGateway: () => ({
      error: 'GatewayError',
      code: 'FAILED_PRECONDITION',
      message: `evaluate call to endorser returned error: ${UNKNOWN_CREATOR}`,
      details: [detailOf('bank-a', UNKNOWN_CREATOR)],
    }),
  },
  '3': {
    unservedChannel: 'channel does not exist',
    noDescriptor: (chaincode, collection) => descriptor('{', question(chaincode, collection), '}'),
    expiredAtEndorser: EXPIRED,
    expiredAtGateway: () => ({
      error: 'GatewayError',
      code: 'UNAVAILABLE',
      message: 'failed to evaluate transaction, see attached details for more info',
      details: [
        detailOf('bank-a', EXPIRED),
        detailOf('broker-x', `rpc error: code = Unknown desc = ${EXPIRED}`),
      ],
    }),
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
