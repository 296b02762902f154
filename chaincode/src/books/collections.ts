import type { Side } from '../rules/transfer-state.js';

/** The private data collections; their names and members are part of the chaincode's definition. */
export const PERSONAL_DATA_COLLECTION = 'personalData';
/** Orders, holds and the trade log: broker and regulator, endorsed by the broker. */
export const TRADING_COLLECTION = 'trading';
/** Each side's own files and references. */
export const OWN_COLLECTIONS: Readonly<Record<Side, string>> = { bank: 'bankOwn', broker: 'brokerOwn' };
