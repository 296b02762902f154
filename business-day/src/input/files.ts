import { fileURLToPath } from 'node:url';

const DATA = new URL('../../data/', import.meta.url);

/** The date of the committed business day. */
export const BUSINESS_DATE = '2026-07-06';

/** The committed business day. */
export const CLIENTS_FILE = fileURLToPath(new URL('clients.csv', DATA));
export const TRANSFERS_FILE = fileURLToPath(new URL('transfers.csv', DATA));
