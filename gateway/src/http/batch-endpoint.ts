import type { InstructionAnswer } from '@sanfang/chaincode/model/answers/batch';
import { LARGEST_BATCH } from '@sanfang/chaincode/model/parts';
import type { Facts } from '@sanfang/chaincode/model/rows/instruction-row';
import { z } from 'zod';
import type { Instructed } from '../custody/instruct.js';
import { type Endpoint, endpoint, type MemberRole } from './endpoint.js';
import { apiField } from './problems/of-ledger.js';
import { BlockNumber, IdempotencyKey, RelationshipName, Replayed, TransactionId } from './schemas.js';
import type { Services } from './services.js';

export interface BatchEndpointOptions<Line extends z.ZodType, Shown extends z.ZodRawShape> {
  readonly path: string;
  readonly summary: string;
  /** Sides whose gateway offers it. */
  readonly roles: readonly MemberRole[];
  /** What a line is called in the document, for example `Transfer`. */
  readonly name: string;
  /** A line, which has a field `idempotencyKey`. */
  readonly line: Line;
  /** Whether an account may stand in a batch once only: its personal data goes with its number. */
  readonly oncePerAccount?: boolean;
  /** What is told of a line that is done. */
  readonly done: Shown;
  /** The same, from the facts that the contract tells; where it is not given, they have the names told here. */
  readonly shown?: (facts: Facts) => z.input<z.ZodObject<Shown>>;
  readonly carryOut: (
    services: Services,
    batch: { readonly channel: string; readonly lines: readonly z.output<Line>[] },
  ) => Promise<Instructed>;
}

/** An endpoint that has many instructions carried out in one transaction, each done or refused on its own. */
export function batchEndpoint<Line extends z.ZodType, Shown extends z.ZodRawShape>(
  options: BatchEndpointOptions<Line, Shown>,
): Endpoint {
  const { name, line, done, carryOut, path, summary, roles } = options;
  const shown = options.shown ?? ((facts: Facts) => z.object(done).parse(facts));
  const body = z
    .strictObject({
      relationship: RelationshipName,
      instructions: z
        .array(line)
        .min(1)
        .max(LARGEST_BATCH)
        .superRefine(options.oncePerAccount === true ? refuseAccountTwice : () => undefined),
    })
    .meta({ id: `${name}Batch` });
  return endpoint({
    method: 'post',
    path,
    summary: `${summary} All in one transaction, in their order; each is done or refused on its own, and has its own idempotency key.`,
    roles,
    body,
    answers: { 200: resultsOf(options) },
    async handle({ body: { relationship, instructions } }, services) {
      const channel = services.relationships.channelOf(relationship);
      const { results, receipt } = await carryOut(services, { channel, lines: instructions });
      return {
        status: 200,
        body: {
          relationship,
          transactionId: receipt.transactionId,
          blockNumber: Number(receipt.blockNumber),
          results: results.map((result) => lineResult(result, shown)),
        },
      };
    },
  });
}

function refuseAccountTwice(lines: readonly unknown[], context: z.RefinementCtx): void {
  const seen = new Set<unknown>();
  for (const [index, line] of (lines as readonly { readonly accountNumber: string }[]).entries()) {
    if (seen.has(line.accountNumber)) {
      context.addIssue({
        code: 'custom',
        path: [index, 'accountNumber'],
        message: 'must not stand in the batch twice',
        params: { problemCode: 'DUPLICATE_IN_BATCH' },
      });
    }
    seen.add(line.accountNumber);
  }
}

const COMMON = { idempotencyKey: IdempotencyKey, transactionId: TransactionId, replayed: Replayed };

const REFUSED = z.object({
  outcome: z.literal('refused'),
  code: z.string().meta({ description: 'One of the codes in the table of problems.' }),
  field: z.string().optional().meta({ description: 'The field of the line that is at fault.' }),
  detail: z.string(),
  ...COMMON,
});

function resultsOf<Line extends z.ZodType, Shown extends z.ZodRawShape>({
  name,
  done,
}: Pick<BatchEndpointOptions<Line, Shown>, 'name' | 'done'>) {
  const result = z
    .discriminatedUnion('outcome', [z.object({ outcome: z.literal('done'), ...done, ...COMMON }), REFUSED])
    .meta({ id: `${name}Result` });
  return z
    .object({
      relationship: RelationshipName,
      transactionId: TransactionId,
      blockNumber: BlockNumber,
      results: z.array(result).meta({ description: 'One for each instruction, in their order.' }),
    })
    .meta({ id: `${name}Results` });
}

function lineResult(answer: InstructionAnswer, shown: (facts: Facts) => object): object {
  const { serial: idempotencyKey, transactionId, replayed } = answer;
  const common = { idempotencyKey, transactionId, replayed };
  if (answer.status === 'done') return { outcome: 'done', ...shown(answer.facts), ...common };
  const field = lineField(answer.field);
  return {
    outcome: 'refused',
    code: answer.code,
    ...(field !== undefined && { field }),
    detail: answer.message,
    ...common,
  };
}

/** The field as seen from its line. */
function lineField(field: string | undefined): string | undefined {
  return apiField(field)?.replace(/^instructions\.\d+\./, '');
}
