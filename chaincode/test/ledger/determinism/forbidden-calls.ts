import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { aside, forbid, reversesKeys } from './guard.js';
import { reverseKeys } from './reversed-json.js';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Puts a check before methods of an object; construction is checked too where the method is a class. */
function guard(owner: object, label: string, names: readonly string[]): void {
  for (const name of names) {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') continue;
    const guarded = new Proxy(original as AnyFunction, {
      apply(target, self, args) {
        forbid(`${label}${name}`);
        return Reflect.apply(target, self, args);
      },
      construct(target, args, newTarget) {
        forbid(`new ${label}${name}`);
        return Reflect.construct(target, args, newTarget);
      },
    });
    Object.defineProperty(owner, name, { value: guarded, writable: true, configurable: true });
  }
}

const ZONED = /^\d{4}(-\d\d){0,2}$|(Z| GMT| UTC|[+-]\d\d:?\d\d)$/;

function guardDate(): void {
  guard(Date, 'Date.', ['now']);
  const getters = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
  guard(Date.prototype, 'Date.prototype.', [
    ...getters.map((name) => `get${name}`),
    ...getters.map((name) => `set${name}`),
    ...['getTimezoneOffset', 'getYear', 'toString', 'toDateString', 'toTimeString'],
    ...['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'],
  ]);
  const parse = Date.parse;
  Date.parse = (text) => {
    if (!ZONED.test(text)) forbid('Date.parse of a time without zone');
    return parse(text);
  };
  globalThis.Date = new Proxy(Date, {
    apply(target, self, args) {
      forbid('Date()');
      return Reflect.apply(target, self, args);
    },
    construct(target, args, newTarget) {
      const [first] = args;
      if (args.length === 0) forbid('new Date()');
      if (args.length > 1) forbid('new Date of parts in local time');
      if (typeof first === 'string' && !ZONED.test(first)) forbid('new Date of a text without zone');
      return Reflect.construct(target, args, newTarget);
    },
  });
}

function guardLocale(): void {
  guard(Number.prototype, 'Number.prototype.', ['toLocaleString']);
  guard(BigInt.prototype, 'BigInt.prototype.', ['toLocaleString']);
  guard(Array.prototype, 'Array.prototype.', ['toLocaleString']);
  guard(Object.prototype, 'Object.prototype.', ['toLocaleString']);
  guard(String.prototype, 'String.prototype.', ['localeCompare', 'toLocaleUpperCase', 'toLocaleLowerCase']);
  guard(
    Intl,
    'Intl.',
    Object.getOwnPropertyNames(Intl).filter((name) => /^[A-Z]/.test(name)),
  );
}

function guardChanceAndClocks(): void {
  guard(Math, 'Math.', ['random']);
  guard(performance, 'performance.', ['now']);
  guard(process, 'process.', ['hrtime', 'uptime', 'cpuUsage', 'memoryUsage', 'cwd']);
  guard(process.hrtime, 'process.hrtime.', ['bigint']);
  guard(globalThis, '', ['setTimeout', 'setInterval', 'setImmediate', 'fetch']);
  const random = [
    'randomBytes',
    'randomInt',
    'randomUUID',
    'randomFill',
    'randomFillSync',
    'pseudoRandomBytes',
  ];
  guard(crypto, 'crypto.', [...random, 'generateKeyPairSync', 'generateKeySync']);
  guard(Object.getPrototypeOf(globalThis.crypto), 'crypto.', ['getRandomValues', 'randomUUID']);
  syncBuiltinESMExports();
}

function guardEnvironment(): void {
  const { env } = process;
  Object.defineProperty(process, 'env', {
    get() {
      forbid('process.env');
      return env;
    },
    configurable: true,
    enumerable: true,
  });
}

/** Logging is no part of a simulation’s result, and the test runner notes the time of each line. */
function freeConsole(): void {
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    const original = console[name].bind(console);
    console[name] = (...args: unknown[]) => aside(() => original(...args));
  }
}

/** A contract whose result hangs on the order of an object’s keys gets another one from every second peer. */
function shuffleParsedKeys(): void {
  const parse = JSON.parse;
  JSON.parse = (text, reviver) => {
    const parsed: unknown = parse(text, reviver);
    if (reversesKeys()) reverseKeys(parsed);
    return parsed;
  };
}

/** Puts the checks in place, once for the process; outside of simulations they let everything pass. */
export function guardProcess(): void {
  guardDate();
  guardLocale();
  guardChanceAndClocks();
  guardEnvironment();
  freeConsole();
  shuffleParsedKeys();
}
