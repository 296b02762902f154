import { readFileSync } from 'node:fs';
import { Gateway, type GatewayOptions, Wallets } from 'fabric-network';
import { type MemberId, member } from '../network/consortium.js';

/** A gateway of fabric-network 2.2: connection profile, wallet and discovery, as existing applications use them. */
export async function legacyGateway(id: MemberId, options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  const { connectionProfile, walletDir } = member(id);
  const gateway = new Gateway();
  await gateway.connect(JSON.parse(readFileSync(connectionProfile, 'utf8')), {
    wallet: await Wallets.newFileSystemWallet(walletDir),
    identity: 'User1',
    discovery: { enabled: true, asLocalhost: true },
    ...options,
  });
  return gateway;
}
