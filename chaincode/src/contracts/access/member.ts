import type { Member } from '../../model/rows/proposal-row.js';
import { type Caller, sideOf } from './caller.js';

/** The caller as one of the two who propose and confirm; a Refusal `NOT_PERMITTED` for anybody else. */
export function memberOf(caller: Caller): Member {
  const { mspId, user } = caller;
  return { side: sideOf(caller), mspId, user };
}
