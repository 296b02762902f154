import { Contract } from 'fabric-contract-api';
import type { z } from 'zod';
import { OWN_COLLECTIONS } from '../../books/collections.js';
import { parseJson } from '../../model/parse.js';
import { Refusal } from '../../model/refusal.js';
import { Evidence, FileEvidenceRequest, FindEvidenceRequest } from '../../model/requests/evidence.js';
import { sideOf } from '../access/caller.js';
import { ask, type CustodyContext, transactAlone } from '../transaction.js';

const TRANSIENT = 'evidence';

type FiledEvidence = z.infer<typeof Evidence> & { readonly transactionId: string };

const evidenceKey = (id: string): string => `evidence/${id}`;

/**
 * Each side's own files and references: the side keeps them, the channel keeps their hash, and nobody else ever
 * sees them unless the side shows them.
 */
export class EvidenceContract extends Contract {
  constructor() {
    super('EvidenceContract');
  }

  /** `{ id }`, and `{ kind, content, salt }` in the transient map under “evidence” → `{ id, transactionId }` */
  async File(ctx: CustodyContext, request: string): Promise<string> {
    const call = { name: 'EvidenceContract:File', schema: FileEvidenceRequest, text: request } as const;
    const own = {
      ...call,
      collection: (caller: Parameters<typeof sideOf>[0]) => OWN_COLLECTIONS[sideOf(caller)],
    };
    return transactAlone(ctx, own, async ({ request: { id }, caller, books }) => {
      const evidence = parseJson(Evidence, transientText(ctx), TRANSIENT);
      const collection = OWN_COLLECTIONS[sideOf(caller)];
      const transactionId = books.state.getTxID();
      const before = await books.work.readPrivate<FiledEvidence>(collection, evidenceKey(id));
      if (before !== undefined) {
        if (before.kind === evidence.kind && before.content === evidence.content) {
          return { id, transactionId: before.transactionId };
        }
        throw new Refusal({
          code: 'IDEMPOTENCY_CONFLICT',
          field: 'id',
          message: `Evidence ${id} is filed already; what is filed does not change, so choose another id.`,
        });
      }
      books.work.writePrivate(collection, evidenceKey(id), { ...evidence, transactionId });
      books.journal.note({ instruction: id, kind: 'evidence.filed', subject: evidence.kind });
      return { id, transactionId };
    });
  }

  /** `{ id }` → the own evidence `{ id, kind, content, salt, transactionId }` */
  async GetEvidence(ctx: CustodyContext, request: string): Promise<string> {
    const call = {
      name: 'EvidenceContract:GetEvidence',
      schema: FindEvidenceRequest,
      text: request,
    } as const;
    return ask(ctx, call, async ({ request: { id }, caller, books }) => {
      const evidence = await books.work.readPrivate(OWN_COLLECTIONS[sideOf(caller)], evidenceKey(id));
      if (evidence !== undefined) return { id, ...evidence };
      throw new Refusal({
        code: 'EVIDENCE_NOT_FOUND',
        field: 'id',
        message: `No evidence is filed under ${id}.`,
      });
    });
  }
}

function transientText({ stub }: CustodyContext): string {
  const bytes = stub.getTransient().get(TRANSIENT);
  if (bytes !== undefined) return Buffer.from(bytes).toString('utf8');
  throw new Refusal({
    code: 'MALFORMED_REQUEST',
    field: TRANSIENT,
    message: `The evidence must come in the transient map, under “${TRANSIENT}”.`,
  });
}
