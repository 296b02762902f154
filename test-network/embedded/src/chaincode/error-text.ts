/** What an error says, for the texts that Fabric builds around it. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
