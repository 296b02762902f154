/** What the placeholders of a policy stand for, for example `{ bank: 'BankAMSP' }`. */
export type PlaceholderValues = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Names of all placeholders in a policy text. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

/** Puts MSP ids where a policy text has `{bank}` and the like; a placeholder without a value is an error. */
export function fillPlaceholders(text: string, values: PlaceholderValues): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`The policy ${text} names {${name}}, which stands for nothing here.`);
    }
    return value;
  });
}
