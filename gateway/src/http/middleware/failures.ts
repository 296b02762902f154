import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { LedgerError } from '../../ports/ledger-error.js';
import { problemOfLedger } from '../problems/of-ledger.js';
import { Problem, problemAnswer } from '../problems/problem.js';
import { requestId } from './request-log.js';

/** Answers with a problem for whatever was thrown. Causes go to the log, never to the caller. */
export function failures(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    log(logger, response, problem);
    const answer = problemAnswer(problem.details, requestId(response));
    response.locals.problem = problem.details.code;
    response.status(answer.status).set(answer.headers).type('application/problem+json').json(answer.body);
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof LedgerError) return problemOfLedger(error);
  return bodyProblem(error) ?? new Problem({ code: 'INTERNAL' }, { cause: error });
}

/** What Express's body reader found wrong. Its messages quote the body, so they are not repeated. */
function bodyProblem(error: unknown): Problem | undefined {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new Problem({ code: 'BODY_TOO_LARGE' });
    case 'entity.parse.failed':
      return new Problem({ code: 'MALFORMED_REQUEST', field: 'body', detail: 'The body is no JSON.' });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Problem({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem({ code: 'MALFORMED_REQUEST', field: 'body', detail: 'The body is incomplete.' });
    default:
      return undefined;
  }
}

/** What the gateway or the ledger failed at. A refusal is no failure: the request's own entry has its code. */
function log(logger: Logger, response: Response, { details, cause }: Problem): void {
  const about = { requestId: requestId(response), problem: details.code };
  if (details.code === 'INTERNAL') {
    logger.error({ ...about, err: cause }, 'failure');
  } else if (cause instanceof LedgerError && cause.fault.kind !== 'refused') {
    logger.warn({ ...about, err: cause.cause ?? cause }, 'failure');
  }
}
