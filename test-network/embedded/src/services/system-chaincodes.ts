const SYSTEM_CHAINCODES: ReadonlySet<string> = new Set(['_lifecycle', 'lscc', 'cscc', 'qscc']);

export function isSystemChaincode(name: string): boolean {
  return SYSTEM_CHAINCODES.has(name);
}
