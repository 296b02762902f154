import { join } from 'node:path';
import { readNetworkDescription } from '@sanfang/network';
import { inject } from 'vitest';
import { useNetwork } from '../network/consortium.js';
import './provided.js';

const { dataDir } = inject('conformance');

useNetwork(readNetworkDescription(dataDir));

// fabric-network writes what it meets to the console unless it is told a file: many cases provoke its errors.
process.env.HFC_LOGGING = JSON.stringify({ error: join(dataDir, 'logs', 'fabric-network-client.log') });
