import type { ProfileName } from '@sanfang/local-network';
import type { Row } from './row.js';

export interface SuiteContext {
  readonly profile: ProfileName;
  /** Says what is being measured; goes to standard error. */
  readonly progress: (text: string) => void;
}

export type Suite = (context: SuiteContext) => Promise<Row[]>;
