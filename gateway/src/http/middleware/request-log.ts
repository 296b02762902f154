import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** The name of the request in the log, which the caller gets in `X-Request-Id` and in problems. */
export function requestId(response: Response): string {
  return String(response.locals.requestId);
}

/**
 * Logs each request by method, route, status and duration.
 *
 * The route is the pattern, not the address, and neither bodies nor headers are logged: they hold personal data
 * and tokens.
 */
export function requestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedNs = process.hrtime.bigint();
    response.locals.requestId = randomUUID();
    response.set('X-Request-Id', requestId(response));
    response.on('close', () => {
      const { route, problem } = response.locals;
      logger.info(
        {
          requestId: requestId(response),
          method: request.method,
          route: route ?? 'none',
          status: response.writableFinished ? response.statusCode : 'aborted',
          ...(problem !== undefined && { problem }),
          durationMs: Number(process.hrtime.bigint() - startedNs) / 1e6,
        },
        'request',
      );
    });
    next();
  };
}
