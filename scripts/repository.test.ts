import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const LONGEST_FILE_LINES = 400;

/** Files of the repository, those not yet committed included, generated and ignored ones not. */
function files(...patterns: string[]): string[] {
  const listing = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  return listing.split('\n').filter((file) => file !== '');
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** What a source file imports: relative paths as files of the repository, packages by name. */
function imports(file: string): string[] {
  const found = read(file).matchAll(/(?:from|import|require\()\s*\(?['"]([^'"]+)['"]/g);
  return [...found].map(([, target = '']) =>
    target.startsWith('.') ? normalize(join(dirname(file), target)).replace(/\.js$/, '.ts') : target,
  );
}

/** The imports of `file` that lead back to it, as a readable chain; undefined where none does. */
function cycleThrough(file: string, graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const cameFrom = new Map<string, string>();
  const open = [file];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of graph.get(at) ?? []) {
      if (next === file) return chain(file, at, cameFrom);
      if (!cameFrom.has(next)) {
        cameFrom.set(next, at);
        open.push(next);
      }
    }
  }
  return undefined;
}

function chain(file: string, last: string, cameFrom: ReadonlyMap<string, string>): string {
  const steps = [file];
  for (let at: string | undefined = last; at !== undefined && at !== file; at = cameFrom.get(at))
    steps.unshift(at);
  return [file, ...steps].join(' → ');
}

const sources = files('*.ts').filter((file) => /\/(src|cases)\//.test(file));
const FABRIC = /^(@hyperledger\/|fabric-|@grpc\/)/;

describe('the repository', () => {
  it('has no source file longer than a reader can hold', () => {
    const long = files('*.ts', '*.mjs', '*.js', '*.vue')
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > LONGEST_FILE_LINES);
    expect(long).toEqual([]);
  });

  it('has no import cycle', () => {
    // A type-only import leaves no trace at run time, yet a cycle of them ties two files together just as well.
    const graph = new Map(sources.map((file) => [file, imports(file)]));
    expect(sources.map((file) => cycleThrough(file, graph)).filter((cycle) => cycle !== undefined)).toEqual(
      [],
    );
  });

  it('keeps the rules of the trade free of Fabric and of Node.js', () => {
    const strangers = files('chaincode/src/rules/*.ts')
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) => imports(file).map((target) => ({ file, target })))
      .filter(
        ({ target }) =>
          FABRIC.test(target) || target.startsWith('node:') || /\/(books|contracts)\//.test(target),
      );
    expect(strangers).toEqual([]);
  });

  it('keeps the Fabric SDK of the gateway in one folder', () => {
    const strangers = files('gateway/src/*.ts')
      .filter((file) => !file.startsWith('gateway/src/fabric/') && !file.endsWith('.test.ts'))
      .flatMap((file) => imports(file).map((target) => ({ file, target })))
      .filter(({ target }) => FABRIC.test(target));
    expect(strangers).toEqual([]);
  });

  it('keeps the embedded Fabric free of everything else in the project', () => {
    const folder = 'test-network/embedded';
    const strangers = files(`${folder}/*.ts`)
      .flatMap((file) => imports(file).map((target) => ({ file, target })))
      .filter(
        ({ target }) =>
          target.startsWith('@sanfang/') ||
          (relative(folder, target).startsWith('..') && target.endsWith('.ts')),
      );
    expect(strangers).toEqual([]);
  });

  it('names no registry host in its lock file', () => {
    expect(read('package-lock.json').match(/"resolved": "https?:[^"]*"/g) ?? []).toEqual([]);
  });

  it('commits no key and no certificate', () => {
    const secrets = files().filter((file) => /\.(pem|key|crt|p12)$|_sk$/.test(file));
    expect(secrets).toEqual([]);
  });
});
