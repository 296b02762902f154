#!/usr/bin/env node
import './node/tune-v8.js';
import { parseArgs } from 'node:util';
import { type EmbeddedFabric, StartupError, startEmbedded } from './index.js';
import { readConfigFile } from './node/config.js';
import { control } from './node/control.js';
import { flushLog, logFor } from './node/log.js';
import { sentenceFor } from './node/startup-error.js';

const log = logFor('embedded');

async function main(): Promise<void> {
  const started = performance.now();
  const fabric = await startEmbedded(readConfigFile(configFile()), { onFailure: fail });
  log(`ready after ${Math.round(performance.now() - started)} ms`);
  const stop = stopper(fabric);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  obeyParent(fabric, stop);
}

function configFile(): string {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } } });
    if (values.config !== undefined) {
      return values.config;
    }
  } catch (cause) {
    throw new StartupError(
      `${String(cause instanceof Error ? cause.message : cause)}. Usage: main.js --config FILE`,
    );
  }
  throw new StartupError('Give the configuration: main.js --config FILE; its reference is in the README.');
}

function stopper(fabric: EmbeddedFabric): () => void {
  let stopping = false;
  return () => {
    if (!stopping) {
      stopping = true;
      fabric.stop().then(() => process.exit(0), fail);
    }
  };
}

/** A parent that forked this process gets {type:'ready'} and may send the verbs of control.ts; when it dies, so does this. */
function obeyParent(fabric: EmbeddedFabric, stop: () => void): void {
  if (process.send === undefined) {
    return;
  }
  process.on('message', (message) => {
    void control(fabric, message).then((answer) => {
      process.send?.(answer, () => {
        if ((message as { type?: unknown } | null)?.type === 'stop') {
          process.exit(0);
        }
      });
    });
  });
  process.on('disconnect', stop);
  process.send({ type: 'ready', status: fabric.stats() });
}

function fail(error: unknown): void {
  const sentence = sentenceFor(error);
  flushLog();
  process.stderr.write(`${sentence}\n`);
  if (process.send === undefined) {
    process.exit(1);
  }
  process.send({ type: 'failed', message: sentence }, () => process.exit(1));
}

process.on('exit', flushLog);
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
await main().catch(fail);
