import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Endpoint, MemberRole } from './endpoint.js';
import { tokenCheck } from './middleware/authentication.js';
import { failures } from './middleware/failures.js';
import { securityHeaders } from './middleware/headers.js';
import { requestLog } from './middleware/request-log.js';
import { openApiDocument } from './openapi.js';
import { Problem } from './problems/problem.js';
import type { Services } from './services.js';

export interface AppOptions {
  readonly endpoints: readonly Endpoint[];
  readonly services: Services;
  readonly role: MemberRole;
  /** The member's bearer token. */
  readonly token: string;
  readonly logger: Logger;
  readonly largestBodyBytes: number;
  /** Where the API is found, for its document. */
  readonly url: () => string;
}

/** The API as an Express application. */
export function createApp(options: AppOptions): Express {
  const { endpoints, logger } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestLog(logger), securityHeaders);
  app.get('/v1/openapi.json', (_request, response) => {
    response.json(openApiDocument(endpoints, options.url()));
  });

  const authenticate = tokenCheck(options.token);
  const readBody = express.json({ limit: options.largestBodyBytes, type: 'application/json', strict: true });
  for (const each of endpoints) {
    const route = each.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const admit: RequestHandler = (request, response, next) => {
      response.locals.route = each.path;
      // Nothing of the body is read before it is known that the caller may ask at all.
      if (each.open !== true) authenticate(request.get('authorization'));
      if (!each.roles.includes(options.role)) {
        throw new Problem({ code: options.role === 'regulator' ? 'READ_ONLY_MEMBER' : 'OTHER_SIDE' });
      }
      if (each.body !== undefined && !request.is('application/json')) {
        throw new Problem({ code: 'UNSUPPORTED_MEDIA_TYPE' });
      }
      next();
    };
    app[each.method](
      route,
      admit,
      ...(each.body === undefined ? [] : [readBody]),
      handler(each, options.services),
    );
  }
  for (const path of new Set(endpoints.map((each) => each.path))) {
    app.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), () => {
      throw new Problem({ code: 'METHOD_NOT_ALLOWED' });
    });
  }
  app.use(() => {
    throw new Problem({ code: 'NOT_FOUND' });
  });
  app.use(failures(logger));
  return app;
}

function handler(each: Endpoint, services: Services): RequestHandler {
  return async (request, response) => {
    const { params, query, body } = request;
    const answer = await each.run({ params, query, body }, services);
    response
      .status(answer.status)
      .set(answer.headers ?? {})
      .json(answer.body);
  };
}
