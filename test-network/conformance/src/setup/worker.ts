import { readNetworkDescription } from '@sanfang/network';
import { inject } from 'vitest';
import { useNetwork } from '../network/consortium.js';
import './provided.js';

useNetwork(readNetworkDescription(inject('conformance').dataDir));
