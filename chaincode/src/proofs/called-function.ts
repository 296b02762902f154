import { peer } from '@hyperledger/fabric-protos';
import protobuf from 'google-protobuf';
import { decode, decodeText } from './decode.js';
import { demand, readable } from './invalid-proof.js';

/** Numbers of the fields on the way from a ChaincodeInvocationSpec to the arguments: the names are Fabric's. */
const CHAINCODE_SPEC = 1;
const INPUT = 3;
const ARGS = 1;

/**
 * The name of the function that a proposal calls: the first of the arguments.
 *
 * The invocation is written by the client, and fabric-network writes fields out that have their default value, so the
 * one form that `decode` demands is not to be had. What must not be is a part that stands twice: the peers would merge
 * both, and run another function than a reader finds who takes the last.
 */
export function readFunctionName(proposalBytes: Uint8Array): string {
  const proposal = decode('proposal', peer.ChaincodeProposalPayload, proposalBytes);
  const spec = onlyPart(proposal.getInput_asU8(), CHAINCODE_SPEC);
  const [name] = parts(onlyPart(spec, INPUT), ARGS);
  demand(name !== undefined, 'The transaction of the proof calls no function.');
  return decodeText('function name', name);
}

function onlyPart(message: Uint8Array, field: number): Uint8Array {
  const [part, ...others] = parts(message, field);
  demand(
    part !== undefined && others.length === 0,
    'The proof does not say in one way which function its transaction calls.',
  );
  return part;
}

/** All that a message has under a field's number, in its order. */
function parts(message: Uint8Array, field: number): readonly Uint8Array[] {
  return readable('The call in the proof cannot be read.', () => {
    const reader = new protobuf.BinaryReader(message);
    const found: Uint8Array[] = [];
    while (reader.nextField()) {
      if (reader.getFieldNumber() === field) found.push(reader.readBytes());
      else reader.skipField();
    }
    return found;
  });
}
