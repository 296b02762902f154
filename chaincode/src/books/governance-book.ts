import type { ParameterSet, ProposedChange, Security, TradingYear } from '../model/requests/governance.js';
import type { BusinessDate } from '../rules/business-date.js';
import { ProposalBook } from './proposal-book.js';
import { readAll } from './state.js';
import type { UnitOfWork } from './unit-of-work.js';

const PARAMETERS_PREFIX = 'parameters/';
const parametersKey = (effectiveFrom: BusinessDate) => `${PARAMETERS_PREFIX}${effectiveFrom}`;
const calendarKey = (year: number) => `calendar/${year}`;
const securityKey = (code: string) => `security/${code}`;

/** A rule as both members have agreed on it, and by which proposal. */
export interface AgreedVersion<Content extends object> {
  readonly content: Content;
  readonly proposalId: string;
  /** The transaction in which the other member confirmed it. */
  readonly transactionId: string;
}

/** Everything ever agreed on for one effective date, year or security; nothing is taken out. */
interface VersionsRow<Content extends object> {
  readonly versions: readonly AgreedVersion<Content>[];
}

/** What is in force, and what it has replaced: the same date's, year's or day's earlier versions, oldest first. */
export interface InForce<Content extends object> extends AgreedVersion<Content> {
  readonly replaced: readonly AgreedVersion<Content>[];
}

/** The rules that bank and broker have agreed on: parameters, trading calendar and securities, with their history. */
export class GovernanceBook {
  readonly proposals: ProposalBook<ProposedChange>;
  readonly #work: UnitOfWork;

  constructor(work: UnitOfWork) {
    this.#work = work;
    this.proposals = new ProposalBook(work, 'proposal/');
  }

  /** The parameters in force on a day: the last set that came into force on it or before. */
  async parametersOn(date: BusinessDate): Promise<InForce<ParameterSet> | undefined> {
    const sets = await this.#parameterSets();
    return inForce(sets.findLast(([first]) => first.content.effectiveFrom <= date));
  }

  /** The folio size of every agreed set, or undefined before the first. */
  async folioSize(): Promise<number | undefined> {
    const [first] = await this.#parameterSets();
    return first?.[0].content.folioSize;
  }

  async calendarOf(year: number): Promise<InForce<TradingYear> | undefined> {
    const row = await this.#work.read<VersionsRow<TradingYear>>(calendarKey(year));
    const [first, ...others] = row?.versions ?? [];
    return inForce(first && [first, ...others]);
  }

  /** What is known of a security on a day. */
  async securityOn(code: string, date: BusinessDate): Promise<InForce<Security> | undefined> {
    const row = await this.#work.read<VersionsRow<Security>>(securityKey(code));
    const past = row?.versions.filter(({ content }) => content.effectiveFrom <= date) ?? [];
    const from = past.at(-1)?.content.effectiveFrom;
    const [first, ...others] = past.filter(({ content }) => content.effectiveFrom === from);
    return inForce(first && [first, ...others]);
  }

  /** Puts a confirmed change where it will be found. */
  async takeEffect(proposalId: string, change: ProposedChange): Promise<void> {
    const version = <Content extends object>(content: Content): AgreedVersion<Content> => {
      return { content, proposalId, transactionId: this.#work.state.getTxID() };
    };
    if (change.kind === 'parameters') {
      const { parameters } = change;
      await this.#append(parametersKey(parameters.effectiveFrom), version(parameters));
    } else if (change.kind === 'calendar') {
      await this.#append(calendarKey(change.calendar.year), version(change.calendar));
    } else {
      for (const security of change.securities) await this.#addSecurity(version(security));
    }
  }

  async #append<Content extends object>(key: string, version: AgreedVersion<Content>): Promise<void> {
    const row = await this.#work.read<VersionsRow<Content>>(key);
    this.#work.write(key, { versions: [...(row?.versions ?? []), version] });
  }

  /** A security's versions lie in the order of the days they are in force from, and of their confirmation. */
  async #addSecurity(version: AgreedVersion<Security>): Promise<void> {
    const key = securityKey(version.content.code);
    const { versions = [] } = (await this.#work.read<VersionsRow<Security>>(key)) ?? {};
    const after = versions.filter(({ content }) => content.effectiveFrom > version.content.effectiveFrom);
    const upTo = versions.slice(0, versions.length - after.length);
    this.#work.write(key, { versions: [...upTo, version, ...after] });
  }

  /** The versions of each effective date, by date. Keys end in the date, so they lie in its order. */
  async #parameterSets(): Promise<NonEmpty<AgreedVersion<ParameterSet>>[]> {
    const rows = await readAll<VersionsRow<ParameterSet>>(this.#work.state, PARAMETERS_PREFIX);
    return rows.flatMap(({ row: { versions } }) => {
      const [first, ...others] = versions;
      return first === undefined ? [] : [[first, ...others]];
    });
  }
}

type NonEmpty<Item> = readonly [Item, ...Item[]];

/** Of several versions the one that was confirmed last counts. */
function inForce<Content extends object>(
  versions: NonEmpty<AgreedVersion<Content>> | undefined,
): InForce<Content> | undefined {
  if (versions === undefined) return undefined;
  return { ...(versions.at(-1) ?? versions[0]), replaced: versions.slice(0, -1) };
}
