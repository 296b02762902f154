export type Log = (line: string) => void;

let pending = '';

/** One line an event to standard error: time, node, what happened. Lines of one moment are written together. */
export function logFor(node: string): Log {
  return (line) => {
    if (pending === '') {
      setImmediate(flushLog);
    }
    pending += `${new Date().toISOString()} [${node}] ${line.replaceAll('\n', ' ')}\n`;
  };
}

/** Writes what has not been written yet; to be called before the process ends. */
export function flushLog(): void {
  const lines = pending;
  pending = '';
  if (lines !== '') {
    process.stderr.write(lines);
  }
}
