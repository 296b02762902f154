import { expect, it } from 'vitest';
import { command } from './support/command.js';

/** Makes the command believe that it runs on a Node.js of 2021. */
const OLD_NODE = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '16.20.2' } });",
)}`;

it('a Node.js that is too old is refused in one sentence that says which is needed', async () => {
  const { exitCode, stderr } = await command('start', { NODE_OPTIONS: `--import=${OLD_NODE}` });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Node\.js 16\.20\.2 is too old: Sanfang needs 20\.9 or newer.*\n$/);
});
