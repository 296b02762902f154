import type { peer } from '@hyperledger/fabric-protos';
import type { ChannelLedger } from '../../ledger/channel-ledger.js';
import type { NeighbourPeer, PeerDirectory } from '../peer-directory.js';
import { type EndorsementDescriptor, peersForEndorsement } from './endorsement-analyzer.js';

/** Interests are few: one for each way in which the chaincodes of a channel touch state. */
const REMEMBERED = 1_000;

interface Remembered {
  /** What the descriptor was made from; as long as all of it is the same, so is the descriptor. */
  readonly basis: readonly unknown[];
  readonly descriptor: EndorsementDescriptor;
}

/** Remembers who must endorse what, until members, configuration or definitions change. */
export class DescriptorCache {
  readonly #directory: PeerDirectory;
  readonly #remembered = new Map<string, Remembered>();

  constructor(directory: PeerDirectory) {
    this.#directory = directory;
  }

  /** Throws with discovery's words when no combination of peers satisfies the interest. */
  peersForEndorsement(channelId: string, interest: peer.ChaincodeInterest): EndorsementDescriptor {
    const ledger = this.#directory.ledger(channelId);
    const members = this.#directory.channelMembers(channelId);
    const key = `${channelId}\n${Buffer.from(interest.serializeBinary()).toString('latin1')}`;
    const basis = basisOf(this.#directory, { channelId, ledger, members, interest });
    const known = this.#remembered.get(key);
    if (known !== undefined && sameItems(known.basis, basis)) {
      return known.descriptor;
    }
    const descriptor = peersForEndorsement({ channelId, interest, ledger, members });
    if (this.#remembered.size >= REMEMBERED) {
      this.#remembered.clear();
    }
    this.#remembered.set(key, { basis, descriptor });
    return descriptor;
  }
}

interface Question {
  readonly channelId: string;
  readonly ledger: ChannelLedger | undefined;
  readonly members: readonly NeighbourPeer[];
  readonly interest: peer.ChaincodeInterest;
}

function basisOf(directory: PeerDirectory, { channelId, ledger, members, interest }: Question): unknown[] {
  return [
    directory.version,
    ledger?.config,
    ...members.map((member) => member.chaincodes(channelId)),
    ...interest.getChaincodesList().map((call) => ledger?.definition(call.getName())),
  ];
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
