export type Log = (line: string) => void;

/** One line an event to standard error: time, node, what happened. */
export function logFor(node: string): Log {
  return (line) => {
    process.stderr.write(`${new Date().toISOString()} [${node}] ${line.replaceAll('\n', ' ')}\n`);
  };
}
