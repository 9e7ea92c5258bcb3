import { expect, test } from '@jest/globals';
import { isDataError, isTransient, sqlState } from './transient-errors.ts';

const state = (code: string) => Object.assign(new Error('from the server'), { code });

test.each(['08006', '40001', '40P01', '53300', '57P01', '57014', '25P03', '25006', '55P03'])(
  '%s is transient',
  (code) => {
    expect(isTransient(state(code))).toBe(true);
  },
);

test.each(['22P05', '22021', '23505', '42P01', '42501', '28P01', '3D000', 'XX000'])('%s is permanent', (code) => {
  expect(isTransient(state(code))).toBe(false);
});

test('a lost or refused connection is transient, however it is reported', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const both = new AggregateError([refused, refused]);
  const wrapped = Object.assign(new Error('query failed'), {
    driverError: new Error('Connection terminated unexpectedly'),
  });
  expect([refused, both, wrapped, new Error('timeout exceeded when trying to connect')].map(isTransient)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(sqlState(refused)).toBeUndefined();
});

test('an error of our own is permanent, and so is a server error inside a wrapper', () => {
  const wrapped = Object.assign(new Error('query failed'), { driverError: state('22P05'), query: 'INSERT' });
  expect([new TypeError('x is not a function'), wrapped, 'text', null, undefined].map(isTransient)).toEqual(
    Array(5).fill(false),
  );
  expect(sqlState(wrapped)).toBe('22P05');
});

test('a refused value is a data error, a refused parameter of the connection is none', () => {
  const refused = (code: string, severity: string) => Object.assign(state(code), { severity });
  expect([refused('22023', 'ERROR'), refused('23505', 'ERROR'), refused('22023', 'FATAL')].map(isDataError)).toEqual([
    true,
    true,
    false,
  ]);
});
