/** Points that keyboards offer for the one between the parts of a name, `·` (U+00B7); full stops are none. */
const MIDDLE_DOTS = /[\u2022\u2027\u2219\u22C5\u25CF\u2E31\u2E33\u30FB\uA78F]/gu;

/** Characters that nobody sees: zero-width spaces and joiners, soft hyphens, marks of direction. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;

/** Spaces next to a Chinese character or a middle dot, where names have none. */
const NEEDLESS_SPACES = /(?<=[\p{Script=Han}\u00B7]) | (?=[\p{Script=Han}\u00B7])/gu;

/**
 * A name in the form in which bank and broker compare it (同名校验): full-width characters made half-width,
 * variants of the middle dot made `·`, spaces dropped where Chinese has none and else made one.
 *
 * The compatibility forms of Unicode (NFKC) are the same on every host: what Unicode has once assigned keeps its
 * form in all later versions.
 */
export function normaliseName(name: string): string {
  return name
    .replace(INVISIBLE, '')
    .normalize('NFKC')
    .replace(MIDDLE_DOTS, '\u00B7')
    .replace(/\s+/gu, ' ')
    .replace(NEEDLESS_SPACES, '')
    .trim();
}
