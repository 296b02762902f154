import { parseSignaturePolicy } from '../../policy/signature-policy.js';
import type { Problem } from '../problems.js';
import type { ConsortiumValues } from '../schema.js';
import { at, duplicates, expectThat, type Path } from './path.js';
import { checkPolicy } from './policies.js';

/** Names of chaincode that every peer has. */
const SYSTEM_CHAINCODES = ['lscc', 'cscc', 'qscc', '_lifecycle'];

export function checkChaincodes(values: ConsortiumValues): Problem[] {
  const named = values.chaincodes.map(({ name }, index) => ({
    path: at('chaincodes', index, 'name'),
    value: name,
  }));
  return [
    ...duplicates(named, { what: 'a name', whose: ([, index]) => `chaincodes[${index}]` }),
    ...named.flatMap(({ path, value }) =>
      expectThat(
        !SYSTEM_CHAINCODES.includes(value),
        path,
        `expected another name: ${value} is a part of Fabric`,
      ),
    ),
    ...values.chaincodes.flatMap(({ endorsementPolicy, collections }, index) => {
      const path = at('chaincodes', index);
      const collectionNames = collections.map(({ name }, of) => ({
        path: at(...path, 'collections', of, 'name'),
        value: name,
      }));
      return [
        ...signaturePolicy(values, at(...path, 'endorsementPolicy'), endorsementPolicy),
        ...duplicates(collectionNames, {
          what: 'a name',
          whose: ([, , , of]) => `chaincodes[${index}].collections[${of}]`,
        }),
        ...collections.flatMap((collection, of) =>
          checkCollection(values, at(...path, 'collections', of), collection),
        ),
      ];
    }),
  ];
}

type Collection = ConsortiumValues['chaincodes'][number]['collections'][number];

function checkCollection(values: ConsortiumValues, path: Path, collection: Collection): Problem[] {
  const { policy, endorsementPolicy, requiredPeerCount, maxPeerCount } = collection;
  return [
    ...expectThat(
      requiredPeerCount <= maxPeerCount,
      at(...path, 'requiredPeerCount'),
      'expected no more than maxPeerCount',
    ),
    ...membersOnly(path, policy),
    ...signaturePolicy(values, at(...path, 'policy'), policy),
    ...(endorsementPolicy === undefined
      ? []
      : signaturePolicy(values, at(...path, 'endorsementPolicy'), endorsementPolicy)),
  ];
}

/** Fabric takes a collection's membership as a list of organisations: an AND would have no meaning. */
function membersOnly(path: Path, policy: string): Problem[] {
  return expectThat(
    !/\b(and|outof)\b/i.test(policy),
    at(...path, 'policy'),
    'expected an OR of members, because a collection is kept by each of them',
  );
}

function signaturePolicy(values: ConsortiumValues, path: Path, text: string): Problem[] {
  return checkPolicy(values, {
    path,
    text,
    placeholders: ['bank', 'broker', 'regulator'],
    read: parseSignaturePolicy,
  });
}
