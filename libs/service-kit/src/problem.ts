import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type Problem, type ProblemFault, problemBody } from '@warmline/contracts';
import { type Answer, NewerSchemaError, Overloaded } from '@warmline/messaging';
import { isDataError, isTransient, sqlState } from '@warmline/persistence/errors';
import { isRefusal } from '@warmline/persistence/refusals';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';

export class ProblemException extends Error {
  readonly problem: Problem;

  constructor(status: number, title: string, detail: string, errors?: readonly ProblemFault[]) {
    super(detail);
    this.problem = problemBody(status, title, detail, errors);
  }
}

/** The value as parsed by the schema. Throws a 400 problem that names every fault. */
export const parseRequest = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((i) => ({
    path: i.path.map(String).join('.') || '(body)',
    message: i.message,
  }));
  const detail = errors.map((e) => `${e.path}: ${e.message}`).join('; ');
  throw new ProblemException(400, 'Bad request', detail, errors);
};

/** Sends an answer, stored or new, unchanged. */
export const sendAnswer = (reply: FastifyReply, answer: Answer): void => {
  void reply
    .status(answer.status)
    .header('content-type', answer.status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8')
    .send(JSON.stringify(answer.body));
};

/** The title of a status: "Uri too long" for 414. */
export const statusTitle = (status: number): string => {
  const name = STATUS_CODES[status] ?? 'Error';
  return name.charAt(0) + name.slice(1).toLowerCase();
};

/** `NotFoundException` as "Not found"; an exception without a name of its own by its status. */
const titleOf = (error: HttpException): string =>
  error.name === HttpException.name
    ? statusTitle(error.getStatus())
    : error.name.replace(/Exception$/, '').replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Sends every error as problem+json. The body of an unexpected error reveals nothing about it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly onUnexpected: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    this.send(host.switchToHttp().getResponse<FastifyReply>(), error);
  }

  /** Also for errors before a route is found, such as a path that is too long. */
  send(reply: FastifyReply, error: unknown): void {
    const problem = this.problemOf(error);
    const isRetriable = problem.status === 503 || problem.status === 429;
    if (isRetriable && !reply.hasHeader('retry-after')) void reply.header('retry-after', '1');
    sendAnswer(reply, { status: problem.status, body: problem });
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof ProblemException) return error.problem;
    if (error instanceof Overloaded) return problemBody(503, 'Overloaded', error.message);
    if (error instanceof NewerSchemaError)
      return problemBody(
        503,
        'Being upgraded',
        'a newer version of the service has taken over what this is about; try again',
      );
    if (error instanceof HttpException) return problemBody(error.getStatus(), titleOf(error), error.message);
    const { statusCode, message } = (error ?? {}) as { statusCode?: number; message?: string };
    if (statusCode !== undefined && statusCode < 500)
      return problemBody(statusCode, statusTitle(statusCode), message ?? 'bad request');
    if (isDataError(error) && sqlState(error)?.startsWith('22'))
      return problemBody(400, 'Bad request', 'a text holds U+0000, or a number is out of range');
    this.onUnexpected(error);
    if (isTransient(error) || isRefusal(error) || /not connected/.test(message ?? ''))
      return problemBody(503, 'Not ready', 'The database is not reachable. Try again.');
    return problemBody(500, 'Internal error', 'An unexpected error occurred. It was logged.');
  }
}
