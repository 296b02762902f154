import type { z } from 'zod';
import type { Services } from './services.js';
import { checked } from './validation.js';

export type MemberRole = 'bank' | 'broker' | 'regulator';

/** What an endpoint answers with. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The parts of an HTTP request that an endpoint sees, before they are checked. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

type Schema = z.ZodType | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

export interface EndpointOptions<P extends Schema, Q extends Schema, B extends Schema> {
  readonly method: 'get' | 'post';
  /** Parameters in braces, as OpenAPI writes them: `/v1/accounts/{accountNumber}`. */
  readonly path: string;
  readonly summary: string;
  /** Roles of the members whose gateway offers it. */
  readonly roles: readonly MemberRole[];
  /** Whether anybody may ask without a token; only for what says nothing about anybody. */
  readonly open?: boolean;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Schema of the body for each status other than problems. */
  readonly answers: Readonly<Record<number, z.ZodType>>;
  handle(
    request: {
      readonly params: Output<P>;
      readonly query: Output<Q>;
      readonly body: Output<B>;
    },
    services: Services,
  ): Promise<Answer> | Answer;
}

/** An endpoint with its checks inside: router, document and tests are all made from the list of these. */
export interface Endpoint extends Omit<EndpointOptions<Schema, Schema, Schema>, 'handle'> {
  /** Checks the request and handles it; throws a Problem where it cannot. */
  run(raw: RawRequest, services: Services): Promise<Answer>;
}

export function endpoint<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(options: EndpointOptions<P, Q, B>): Endpoint {
  const { handle, ...description } = options;
  return {
    ...description,
    run: async (raw, services) => {
      const request = {
        params: part<P>(options.params as P, raw.params),
        query: part<Q>(options.query as Q, raw.query),
        body: part<B>(options.body as B, raw.body),
      };
      return handle(request, services);
    },
  };
}

function part<S extends Schema>(schema: S, value: unknown): Output<S> {
  return (schema === undefined ? undefined : checked(schema, value)) as Output<S>;
}
