import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ParameterSet, type ProposedChange } from '@sanfang/chaincode/model/requests/governance';
import { parse } from 'yaml';

const FOUNDING_RULES = fileURLToPath(new URL('../../founding-rules.yaml', import.meta.url));

/** A rule that the members of a development consortium agree on before the first day. */
export interface FoundingRule {
  /** Id of the proposal. */
  readonly id: string;
  readonly change: ProposedChange;
}

/** What the founding rules take from the consortium: its limits, and the members whose clients may be handed over. */
export type OfConsortium = Pick<
  ParameterSet,
  'folioSize' | 'instructionsPerBatch' | 'postingsPerBatch' | 'handOverRoots'
>;

/** The rules of the file beside this package, with what the consortium's own file says. */
export async function foundingRules(ofConsortium: OfConsortium): Promise<FoundingRule[]> {
  const { parameters, calendarYears } = parse(await readFile(FOUNDING_RULES, 'utf8')) as {
    parameters: object;
    calendarYears: number[];
  };
  return [
    {
      id: 'founding-parameters',
      change: { kind: 'parameters', parameters: ParameterSet.parse({ ...parameters, ...ofConsortium }) },
    },
    ...calendarYears.map(
      (year): FoundingRule => ({
        id: `founding-calendar-${year}`,
        change: { kind: 'calendar', calendar: { year, closedDays: [] } },
      }),
    ),
  ];
}
