import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { StartupError } from './startup-error.js';

const nonEmpty = z.string().min(1);

const tls = z.strictObject({
  /** PEM files: the server's certificate (chain), its key, and the CA that clients must trust. */
  cert: nonEmpty,
  key: nonEmpty,
  ca: nonEmpty,
});

const node = z.strictObject({
  name: nonEmpty,
  mspId: nonEmpty,
  mspDir: nonEmpty,
  host: nonEmpty.default('127.0.0.1'),
  port: z.int().min(1).max(65_535),
  /** host:port that discovery gives to applications. */
  externalEndpoint: z.string().regex(/^[^:\s]+:\d{1,5}$/, 'expected host:port'),
  tls,
});

const channel = z.strictObject({
  genesisBlock: nonEmpty,
  /** Names of the peers that join; others may join later with `peer channel join`. */
  peers: z.array(nonEmpty),
});

const chaincode = z.strictObject({
  executeTimeoutMs: z.int().positive().optional(),
  startTimeoutMs: z.int().positive().optional(),
});

export const embeddedConfig = z.strictObject({
  dataDir: nonEmpty,
  orderer: node,
  peers: z.array(node).min(1),
  channels: z.array(channel),
  chaincode: chaincode.optional(),
});

export type EmbeddedConfig = z.input<typeof embeddedConfig>;
export type CheckedConfig = z.output<typeof embeddedConfig>;
export type NodeConfig = CheckedConfig['orderer'];

/** Checks a configuration, or throws a StartupError that names the first wrong field and what is expected there. */
export function checkConfig(config: unknown, source = 'configuration'): CheckedConfig {
  const parsed = embeddedConfig.safeParse(config);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw new StartupError(
      `${source}: ${field === '' ? 'the whole' : `field "${field}"`}: ${issue?.message ?? 'is not valid'}; see the reference in the README of the embedded network.`,
    );
  }
  checkNames(parsed.data, source);
  return parsed.data;
}

/** Reads a JSON file; relative paths in it are taken from its folder. */
export function readConfigFile(file: string): CheckedConfig {
  const path = resolve(file);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(
      `${path}: cannot be read as JSON (${reason}); give an existing file with --config.`,
      {
        cause,
      },
    );
  }
  return resolvePaths(checkConfig(content, path), dirname(path));
}

function checkNames(config: CheckedConfig, source: string): void {
  const names = new Set<string>();
  for (const { name } of [config.orderer, ...config.peers]) {
    if (names.has(name)) {
      throw new StartupError(`${source}: two nodes are named "${name}"; give each node a name of its own.`);
    }
    names.add(name);
  }
  config.channels.forEach(({ peers }, index) => {
    const unknown = peers.find((name) => !config.peers.some((peer) => peer.name === name));
    if (unknown !== undefined) {
      throw new StartupError(
        `${source}: field "channels.${index}.peers" names "${unknown}", which is no peer of this configuration; the peers are ${config.peers.map(({ name }) => name).join(', ')}.`,
      );
    }
  });
}

function resolvePaths(config: CheckedConfig, base: string): CheckedConfig {
  const at = (path: string) => resolve(base, path);
  const ofNode = (each: NodeConfig): NodeConfig => ({
    ...each,
    mspDir: at(each.mspDir),
    tls: { cert: at(each.tls.cert), key: at(each.tls.key), ca: at(each.tls.ca) },
  });
  return {
    ...config,
    dataDir: at(config.dataDir),
    orderer: ofNode(config.orderer),
    peers: config.peers.map(ofNode),
    channels: config.channels.map((each) => ({ ...each, genesisBlock: at(each.genesisBlock) })),
  };
}
