import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrganisationDescription } from '@sanfang/network';

/** A certificate and its key, as a member's client holds them. */
export interface Credentials {
  readonly mspId: string;
  /** PEM */
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

/** What credentials are read for: an organisation of the network, or its ordering service. */
type Owner = Pick<OrganisationDescription, 'id' | 'mspId' | 'users'>;

/** The credentials of a user of an organisation: `userCredentials(bank, 'User1')`. */
export function userCredentials(owner: Owner, name: string): Credentials {
  const user = owner.users.find((candidate) => candidate.name === name);
  if (!user) {
    throw new Error(`${owner.id} has no user ${name}; network.json lists those it has.`);
  }
  return readCredentials(owner.mspId, user.certificate, user.privateKey);
}

/** The credentials in an MSP folder. A case plays a dishonest peer with those of the peer's folder. */
export function folderCredentials(mspId: string, mspDir: string): Credentials {
  return readCredentials(mspId, onlyFileOf(join(mspDir, 'signcerts')), onlyFileOf(join(mspDir, 'keystore')));
}

function readCredentials(mspId: string, certificateFile: string, keyFile: string): Credentials {
  return {
    mspId,
    certificate: readFileSync(certificateFile, 'utf8'),
    privateKey: createPrivateKey(readFileSync(keyFile)),
  };
}

function onlyFileOf(directory: string): string {
  const [file] = readdirSync(directory);
  if (file === undefined) {
    throw new Error(`${directory} is empty; bring the network up again with --reset.`);
  }
  return join(directory, file);
}
