import { z } from 'zod';
import { durationMs, sizeBytes } from './quantities.js';

// Ids and domains are parts of file names, which may have 255 characters in all.
const id = z
  .string()
  .max(40, { error: 'expected at most 40 characters' })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: 'expected small letters, digits and single hyphens, beginning with a letter, such as bank-a',
  });
const mspId = z.string().regex(/^[A-Za-z][A-Za-z0-9.-]*$/, {
  error: 'expected an MSP id of letters, digits, dots and hyphens, such as BankAMSP',
});
const domain = z
  .string()
  .max(120, { error: 'expected at most 120 characters' })
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, {
    error: 'expected a domain name in small letters, such as bank-a.sanfang.test',
  });
const port = z
  .int()
  .min(1024, { error: 'expected a port from 1024 to 65535' })
  .max(65535, { error: 'expected a port from 1024 to 65535' });
const names = z.strictObject({
  zh: z.string().min(1, { error: 'expected a name in Chinese' }),
  en: z.string().min(1, { error: 'expected a name in English' }),
});
const positive = z.int().min(1, { error: 'expected a whole number from 1' });
const count = z.int().min(0, { error: 'expected a whole number from 0' });

const organisation = z.strictObject({
  id,
  role: z.enum(['bank', 'broker', 'regulator']),
  mspId,
  domain,
  names,
  ports: z.strictObject({
    peer: port,
    peerChaincode: port,
    peerOperations: port,
    chaincodeServices: port,
    gateway: port,
  }),
});

const ordering = z.strictObject({
  id,
  mspId,
  domain,
  names,
  nodes: z
    .array(
      z.strictObject({ name: id, ports: z.strictObject({ orderer: port, admin: port, operations: port }) }),
    )
    .min(1, { error: 'expected at least one ordering node' }),
  batch: z.strictObject({
    timeout: durationMs,
    maxMessages: positive,
    preferredMax: sizeBytes,
    absoluteMax: sizeBytes,
  }),
  raft: z.strictObject({
    tickInterval: durationMs,
    electionTick: positive,
    heartbeatTick: positive,
    maxInflightBlocks: positive,
    snapshotInterval: sizeBytes,
  }),
});

const roleUsers = z.strictObject({
  gateway: z.string(),
  list: z.array(
    z.strictObject({
      name: id,
      roles: z.array(
        z.string().regex(/^[a-z][a-z0-9.-]*$/, { error: 'expected a role such as bank-operator' }),
      ),
      attributes: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

const rule = z.string().min(1, { error: 'expected a policy' });
const policies = z.strictObject({ Readers: rule, Writers: rule, Admins: rule });

const channel = z.strictObject({
  capabilities: z.strictObject({
    channel: z.enum(['V2_0']),
    orderer: z.enum(['V2_0']),
    application: z.enum(['V2_0', 'V2_5']),
  }),
  policies: z.strictObject({
    channel: policies,
    orderer: policies.extend({ BlockValidation: rule }),
    application: policies.extend({ Endorsement: rule, LifecycleEndorsement: rule }),
    organisation: policies.extend({ Endorsement: rule }),
    orderingOrganisation: policies,
  }),
  acls: z.record(z.string(), z.string()),
});

const collection = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9-]+([A-Za-z0-9_-]+)*$/, {
    error: 'expected letters, digits, hyphens and underscores, such as personalData',
  }),
  policy: rule,
  endorsementPolicy: rule.optional(),
  requiredPeerCount: count,
  maxPeerCount: count,
  blockToLive: count,
  memberOnlyRead: z.boolean(),
  memberOnlyWrite: z.boolean(),
});

const chaincode = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/, {
    error: 'expected letters and digits with single hyphens or underscores, such as custody',
  }),
  version: z.string().regex(/^[A-Za-z0-9_.+-]+$/, { error: "expected a version in quotes, such as '1.0'" }),
  initRequired: z.boolean().default(false),
  endorsementPolicy: rule,
  collections: z.array(collection).default([]),
});

/** What a consortium file may contain, each value checked by itself; cross-checks.ts checks them together. */
export const consortiumSchema = z.strictObject({
  version: z.literal(1, { error: 'expected 1, the only version of this file that there is' }),
  name: id,
  organisations: z
    .array(organisation)
    .min(3, { error: 'expected at least a bank, a broker and a regulator' }),
  ordering,
  relationships: z
    .array(z.strictObject({ bank: z.string(), broker: z.string() }))
    .min(1, { error: 'expected at least one relationship of a bank and a broker' }),
  users: z.strictObject({ bank: roleUsers, broker: roleUsers, regulator: roleUsers }),
  channel,
  chaincodes: z.array(chaincode),
  limits: z.strictObject({
    folioSize: positive,
    instructionsPerBatch: positive,
    postingsPerBatch: positive,
    requestSize: sizeBytes,
    messageSize: sizeBytes,
    gatewayCallsInFlight: positive,
  }),
});

/** A consortium whose every value has the right form; sizes are bytes and durations milliseconds. */
export type ConsortiumValues = z.infer<typeof consortiumSchema>;
