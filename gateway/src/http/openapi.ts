import { z } from 'zod';
import type { Endpoint } from './endpoint.js';
import { PROBLEM_CODES, problemEntry } from './problems/catalogue.js';
import { ProblemBody } from './problems/problem.js';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of a list of endpoints, made from their schemas. */
export function openApiDocument(endpoints: readonly Endpoint[], serverUrl: string): Json {
  const components = new Components();
  const paths: Record<string, Json> = {};
  for (const each of endpoints) {
    paths[each.path] = { ...paths[each.path], [each.method]: operation(each, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sanfang member gateway',
      version: '1',
      description: `Client money in third-party custody. Amounts are decimal strings of yuan. An instruction is carried out once under its \`idempotencyKey\`, however often it is sent.\n\n${problemTable()}`,
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operation(each: Endpoint, components: Components): Json {
  const answers = Object.entries(each.answers).map(([status, schema]) => [
    status,
    {
      description: status === '200' ? 'Done.' : 'Not now.',
      content: json(components.of(schema, 'output')),
    },
  ]);
  return {
    summary: each.summary,
    operationId: operationId(each),
    'x-roles': each.roles,
    ...(each.open !== true && { security: [{ token: [] }] }),
    parameters: parameters(each, components),
    ...(each.body !== undefined && {
      requestBody: { required: true, content: json(components.of(each.body, 'input')) },
    }),
    responses: {
      ...Object.fromEntries(answers),
      default: {
        description: 'A problem; see its code.',
        content: { 'application/problem+json': { schema: components.of(ProblemBody, 'output') } },
      },
    },
  };
}

/** For example `getV1AccountsAccountNumber`. */
function operationId({ method, path }: Endpoint): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function parameters(each: Endpoint, components: Components): Json[] {
  return [...parametersOf(each.params, 'path', components), ...parametersOf(each.query, 'query', components)];
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  components: Components,
): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: !(field as z.ZodType).safeParse(undefined).success,
    schema: components.of(field as z.ZodType, 'input'),
  }));
}

const json = (schema: Json): Json => ({ 'application/json': { schema } });

/** Schemas that have a name of their own are put in one place, the rest stands where it is used. */
class Components {
  readonly schemas: Record<string, unknown> = {};

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const made = JSON.stringify(z.toJSONSchema(schema, { io }));
    const { $schema, $defs, ...body }: Json = JSON.parse(
      made.replaceAll('#/$defs/', '#/components/schemas/'),
    );
    Object.assign(this.schemas, $defs);
    return body;
  }
}

function problemTable(): string {
  const rows = PROBLEM_CODES.map((code) => {
    const { status, en, zh, cure, retry } = problemEntry(code);
    return `| ${code} | ${status} | ${en} | ${zh} | ${cure} | ${retry ? 'yes' : 'no'} |`;
  });
  return ['| code | status | meaning | 含义 | cured by | retry |', '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}
