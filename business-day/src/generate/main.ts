import { writeFileSync } from 'node:fs';
import { CLIENTS_FILE, TRANSFERS_FILE } from '../input/files.js';
import { generateBusinessDay } from './generate.js';

const { clients, transfers } = generateBusinessDay();
writeFileSync(CLIENTS_FILE, clients);
writeFileSync(TRANSFERS_FILE, transfers);
process.stderr.write(`Wrote ${CLIENTS_FILE} and ${TRANSFERS_FILE}.\n`);
