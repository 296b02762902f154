import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWallet } from './identity.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'sanfang-wallet-'));
});
afterEach(() => rm(directory, { recursive: true }));

const put = (label: string, content: unknown) =>
  writeFile(path.join(directory, `${label}.id`), JSON.stringify(content));

describe('an identity from a fabric-network wallet', () => {
  it('signs with the wallet’s key for the wallet’s organisation', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const credentials = {
      certificate: '-----BEGIN CERTIFICATE-----',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    };
    await put('gateway', { credentials, mspId: 'BankAMSP', type: 'X.509', version: 1 });
    const { identity, signer } = await readWallet({ directory, label: 'gateway' });
    expect(identity.mspId).toBe('BankAMSP');
    expect(Buffer.from(identity.credentials).toString()).toBe(credentials.certificate);
    const message = Buffer.from('a proposal');
    const signature = await signer(message);
    expect(verify('sha256', message, publicKey, signature)).toBe(true);
  });

  it('is refused in words where it is not there, or in another form', async () => {
    await expect(readWallet({ directory, label: 'none' })).rejects.toThrow(
      'There is no identity “none” in the wallet',
    );
    const nowhere = path.join(directory, 'nowhere');
    await expect(readWallet({ directory: nowhere, label: 'x' })).rejects.toThrow(nowhere);
    await put('hsm', { type: 'HSM-X.509', version: 1, mspId: 'BankAMSP', credentials: { certificate: 'c' } });
    await expect(readWallet({ directory, label: 'hsm' })).rejects.toThrow('no X.509 identity of version 1');
  });
});
