import { expect, test } from '@jest/globals';
import { ConflictException, NotFoundException } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { NewerSchemaError, Overloaded } from '@warmline/messaging';
import { fastify } from 'fastify';
import { z } from 'zod';
import { ProblemException, ProblemFilter, parseRequest, sendAnswer } from './problem.ts';

/** The answer of a real HTTP server to an error, and the errors reported as unexpected. */
const answered = async (error: unknown) => {
  const unexpected: unknown[] = [];
  const filter = new ProblemFilter((e) => void unexpected.push(e));
  const http = fastify();
  http.get('/', (request, reply) => {
    filter.catch(error, new ExecutionContextHost([request, reply]));
    return reply;
  });
  const answer = await http.inject('/');
  await http.close();
  const { 'content-type': type, 'retry-after': retryAfter } = answer.headers;
  return { status: answer.statusCode, type: type?.split(';')[0], retryAfter, body: answer.json(), unexpected };
};
const refused = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemException) return error.problem;
  }
  throw new Error('not refused');
};

const schema = z.object({
  name: z.string().min(1),
  seats: z.array(z.object({ n: z.int() })),
  more: z.int().default(3),
});

test('a request that fits the schema is returned as the schema parses it', () => {
  expect(parseRequest(schema, { name: 'a', seats: [], other: 1 })).toEqual({ name: 'a', seats: [], more: 3 });
  expect(parseRequest(z.object({}), undefined)).toEqual({});
});

test('a request that does not fit is a 400 that names every fault', () => {
  const problem = refused(() => parseRequest(schema, { name: '', seats: [{ n: 1 }, { n: 'x' }] }));
  expect(problem).toMatchObject({ type: 'about:blank', title: 'Bad request', status: 400 });
  expect(problem.errors?.map((e) => e.path)).toEqual(['name', 'seats.1.n']);
  expect(problem.detail).toMatch(/^name: .*; seats\.1\.n: /);
  expect(refused(() => parseRequest(schema, 'text')).errors?.map((e) => e.path)).toEqual(['(body)']);
});

test('a problem is sent as RFC 9457 problem+json', async () => {
  const problem = { type: 'about:blank', title: 'Gone', status: 410, detail: 'it was here' };
  expect(await answered(new ProblemException(410, 'Gone', 'it was here'))).toEqual({
    status: 410,
    type: 'application/problem+json',
    retryAfter: undefined,
    body: problem,
    unexpected: [],
  });
});

test.each<[string, unknown, number, string]>([
  ['a state of a newer version', new NewerSchemaError('desk/mia: …'), 503, 'Being upgraded'],
  ['an overload', new Overloaded('2000 commands are waiting'), 503, 'Overloaded'],
  ["Nest's not found", new NotFoundException('no such route'), 404, 'Not found'],
  ["Nest's conflict", new ConflictException('no'), 409, 'Conflict'],
  ['a body too large', Object.assign(new Error('too large'), { statusCode: 413 }), 413, 'Payload too large'],
  ['a body that is not JSON', Object.assign(new Error('bad JSON'), { statusCode: 400 }), 400, 'Bad request'],
  ['a value the database cannot store', Object.assign(new Error('0x00'), { code: '22021' }), 400, 'Bad request'],
])('%s has an answer of its own', async (_what, error, status, title) => {
  const answer = await answered(error);
  expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { status, title }, unexpected: [] });
  expect(answer.retryAfter).toBe(status === 503 ? '1' : undefined);
});

test.each<[string, unknown]>([
  ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ['a lost connection', new Error('Connection terminated unexpectedly')],
  ['a shutdown', Object.assign(new Error('terminating'), { code: '57P01' })],
  ['a refused password', Object.assign(new Error('auth'), { code: '28P01', severity: 'FATAL' })],
  ['a refused parameter of the connection', Object.assign(new Error('bad'), { code: '22023', severity: 'FATAL' })],
  ['too many connections', Object.assign(new Error('too many'), { code: '53300', severity: 'FATAL' })],
  ['a pool whose connections are all busy', new Error('timeout exceeded when trying to connect')],
  ['a missing right', Object.assign(new Error('denied'), { code: '42501' })],
  ['a database that hangs', new Error('Query read timeout')],
  ['a database not connected yet', new Error('the database of gateway is not connected yet')],
])('%s is answered as temporary', async (_what, error) => {
  expect(await answered(error)).toMatchObject({ status: 503, retryAfter: '1', unexpected: [error] });
});

test.each<[string, unknown]>([
  ['an exception', new Error('secret of the house')],
  ['a duplicate key', Object.assign(new Error('secret'), { code: '23505' })],
  ['nothing at all', undefined],
  ['null', null],
  ['a text', 'secret'],
])('%s that is unexpected reveals nothing in the answer', async (_what, error) => {
  const answer = await answered(error);
  expect(answer).toMatchObject({ status: 500, body: { title: 'Internal error' }, unexpected: [error] });
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});

test('an answer is sent as it was stored', async () => {
  const http = fastify();
  http.get('/:status', (request, reply) => {
    sendAnswer(reply, { status: Number((request.params as { status: string }).status), body: { n: 1 } });
    return reply;
  });
  const [fine, bad] = await Promise.all([http.inject('/201'), http.inject('/409')]);
  await http.close();
  expect([fine.statusCode, fine.headers['content-type'], fine.json()]).toEqual([
    201,
    'application/json; charset=utf-8',
    { n: 1 },
  ]);
  expect([bad.statusCode, bad.headers['content-type']]).toEqual([409, 'application/problem+json; charset=utf-8']);
});
