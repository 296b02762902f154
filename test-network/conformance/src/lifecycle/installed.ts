import { peer } from '@hyperledger/fabric-protos';
import { type MemberId, member } from '../network/consortium.js';
import { userCredentials } from '../network/credentials.js';
import { endorseBy, rawProposal } from '../raw/submit.js';

/** What is installed on the peer of a member, as its administrator may ask. */
export async function installedChaincodes(
  id: MemberId,
): Promise<readonly peer.lifecycle.QueryInstalledChaincodesResult.InstalledChaincode[]> {
  const proposal = rawProposal({
    channel: '',
    chaincode: '_lifecycle',
    args: ['QueryInstalledChaincodes', new peer.lifecycle.QueryInstalledChaincodesArgs().serializeBinary()],
    credentials: userCredentials(member(id), 'Admin'),
  });
  const [response] = await endorseBy([id], proposal);
  const answer = response?.getResponse();
  if (answer?.getStatus() !== 200) {
    throw new Error(`The peer of ${id} does not say what is installed: ${answer?.getMessage()}`);
  }
  return peer.lifecycle.QueryInstalledChaincodesResult.deserializeBinary(
    answer.getPayload_asU8(),
  ).getInstalledChaincodesList();
}
