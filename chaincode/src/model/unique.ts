import type { z } from 'zod';

/** A check that no two items of a list have the same name; the later one is at fault. */
export function unique<Item>(nameOf: (item: Item) => string, message = 'must not stand in the list twice') {
  return (items: readonly Item[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const name = nameOf(item);
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [index], message });
      seen.add(name);
    }
  };
}
