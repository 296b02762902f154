import { execFileSync } from 'node:child_process';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly residentKb: number;
}

function processes(): ProcessRow[] {
  const listing = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  return listing
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, residentKb = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, residentKb };
    });
}

/** Resident memory in MB of a process and all its descendants; pages that they share are counted for each. */
export function treeMemoryMb(rootPid: number): number {
  const rows = processes();
  const tree = new Set([rootPid]);
  for (let before = 0; before !== tree.size; ) {
    before = tree.size;
    for (const { pid, parent } of rows) if (tree.has(parent)) tree.add(pid);
  }
  const totalKb = rows
    .filter(({ pid }) => tree.has(pid))
    .reduce((sum, { residentKb }) => sum + residentKb, 0);
  return totalKb / 1024;
}
