import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from './problem.ts';

/** Refuses query parameters where the handler takes none: a misspelt one would be ignored. A handler that takes them checks them. */
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const names = Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query ?? {});
    if (names.length === 0 || takesQuery(context)) return true;
    const errors = names.map((path) => ({ path, message: 'is not a parameter of this path' }));
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new ProblemException(400, 'Bad request', detail, errors);
  }
}

/** Nest keeps the decorated arguments of a handler by `kind:index`. */
const takesQuery = (context: ExecutionContext): boolean => {
  const handler = context.getHandler().name;
  const decorated: object = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler) ?? {};
  return Object.keys(decorated).some((argument) => argument.startsWith(`${RouteParamtypes.QUERY}:`));
};
