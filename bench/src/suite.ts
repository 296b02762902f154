import type { ProfileName } from '@sanfang/local-network';
import type { Row } from './row.js';

export interface SuiteContext {
  readonly profile: ProfileName;
  /** Nobody named the profile, so a suite takes the one that says most. */
  readonly profileIsDefault: boolean;
  /** Says what is being measured; goes to standard error. */
  readonly progress: (text: string) => void;
}

export type Suite = (context: SuiteContext) => Promise<Row[]>;
