import { fileURLToPath } from 'node:url';

const DATA = new URL('../../data/', import.meta.url);

/** The committed business day. */
export const CLIENTS_FILE = fileURLToPath(new URL('clients.csv', DATA));
export const TRANSFERS_FILE = fileURLToPath(new URL('transfers.csv', DATA));
