import { type BusinessDate, isBusinessDate, plusDays } from './business-date.js';

/**
 * Years for which a broker keeps clients' data after the account was closed. Longer than the ten years of the law
 * against money laundering.
 *
 * @source 证券法 第一百三十七条
 */
export const RETENTION_YEARS = 20;

/** The first day on which what is known of a client may be purged: the full years are over. */
export function purgeableFrom(closedOn: BusinessDate): BusinessDate {
  const year = Number(closedOn.slice(0, 4)) + RETENTION_YEARS;
  const anniversary = `${year}${closedOn.slice(4)}`;
  // The 29 February of a year that has none is its 1 March.
  return isBusinessDate(anniversary) ? plusDays(anniversary, 1) : (`${year}-03-02` as BusinessDate);
}
