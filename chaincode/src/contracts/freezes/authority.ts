import { Refusal } from '../../model/refusal.js';
import type { Authority } from '../../model/requests/freezes.js';
import type { FreezeOrderRow } from '../../model/rows/freeze-row.js';

/** Refuses where another authority than the one that ordered it speaks of an order. */
export function refuseOtherAuthority({ id, authority }: FreezeOrderRow, named: Authority): void {
  if (authority !== undefined && authority.kind === named.kind && authority.name === named.name) return;
  throw new Refusal({
    code: 'FREEZE_AUTHORITY',
    field: 'authority',
    message: `Order ${id} comes from ${authority === undefined ? 'no authority' : `${authority.name} (${authority.kind})`}, which alone can change it.`,
  });
}
