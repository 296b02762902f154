import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Unix domain sockets take paths of about a hundred bytes (108 on Linux, 104 on macOS), with the closing zero. */
const PATH_LIMIT_BYTES = 103;

/** Where the network of a data folder is controlled: `<data>/run/control.sock`, or a short path if that is too long. */
export function controlSocketPath(dataDir: string): string {
  const absolute = path.resolve(dataDir);
  const usual = path.join(absolute, 'run', 'control.sock');
  if (Buffer.byteLength(usual) <= PATH_LIMIT_BYTES) {
    return usual;
  }
  const digest = createHash('sha256').update(absolute).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `sanfang-${digest}`, 'control.sock');
}
