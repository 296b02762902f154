import type { common } from '@hyperledger/fabric-protos';
import { entries } from '../policy/protobuf-map.js';
import { ChannelConfigError, decode, explained } from './channel-config-error.js';

interface MessageType<Message> {
  deserializeBinary(bytes: Uint8Array): Message;
}

/** The values of one group of the configuration. */
export class ConfigValues {
  readonly #bytes: ReadonlyMap<string, Uint8Array>;

  /** Throws ChannelConfigError if the group holds a value of another name than `known`. */
  constructor(group: common.ConfigGroup, known: readonly string[]) {
    const values = entries(group.getValuesMap());
    const stranger = values.find(([key]) => !known.includes(key));
    if (stranger !== undefined) {
      throw new ChannelConfigError(`failed to deserialize values: Unexpected key ${stranger[0]}`);
    }
    this.#bytes = new Map(values.map(([key, value]) => [key, value.getValue_asU8()]));
  }

  has(key: string): boolean {
    return this.#bytes.has(key);
  }

  /** The value as a message; an empty message where it is not set. Throws ChannelConfigError. */
  read<Message>(key: string, type: MessageType<Message>): Message {
    return explained('failed to deserialize values', () =>
      decode(type, this.#bytes.get(key) ?? new Uint8Array()),
    );
  }
}
