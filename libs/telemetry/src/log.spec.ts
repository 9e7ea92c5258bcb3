import { expect, test } from '@jest/globals';
import { logger } from './log.ts';

const capturedLines = (write: (log: ReturnType<typeof logger>) => void): Record<string, unknown>[] => {
  const lines: string[] = [];
  write(logger('routing', { stream: { write: (line) => lines.push(line) } }));
  return lines.map((line) => JSON.parse(line));
};

test('a log line has time, level, service and message', () => {
  const [line] = capturedLines((log) => log.warn({ poolId: 'p-1' }, 'pool is full'));
  expect(line).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    service: 'routing',
    poolId: 'p-1',
    msg: 'pool is full',
  });
});

test('customer text and contact details are redacted from the log, at up to three levels of nesting', () => {
  const [line] = capturedLines((log) => {
    log.info({
      text: 'my card is 4111',
      data: {
        text: 'my card is 4111',
        email: 'a@b.example',
        customer: { phone: '+44 4111', name: 'Ann 4111', id: 'c-1' },
      },
      event: { data: { text: 'my card is 4111' } },
    });
  });
  expect(JSON.stringify(line)).not.toMatch(/4111|a@b/);
  expect(line).toMatchObject({ data: { customer: { id: 'c-1', phone: '[redacted]' } } });
});

test('a card number or password in a message or an error is masked in the log', () => {
  const [line] = capturedLines((log) =>
    log.warn({ err: new Error('refused: "card 4111 1111 1111 1111"') }, 'got password: hunter2 from the channel'),
  );
  expect(JSON.stringify(line)).not.toMatch(/4111|hunter2/);
  expect(line).toMatchObject({
    msg: 'got password: [password] from the channel',
    err: { message: 'refused: "card [card number ••1111]"' },
  });
});

test('request secrets and values inside a database error are redacted from the log', () => {
  const failed = Object.assign(new Error('duplicate key'), {
    detail: 'Key (email)=(a@b.example)',
    parameters: ['a@b.example'],
    code: '23505',
  });
  const [line, second] = capturedLines((log) => {
    log.info({
      req: { method: 'GET', headers: { authorization: 'Bearer 123', cookie: 'sid=123', accept: '*/*' } },
      token: '123',
    });
    log.error({ err: failed });
  });
  expect(JSON.stringify(line)).not.toContain('123');
  expect(line).toMatchObject({ req: { method: 'GET', headers: { accept: '*/*' } } });
  expect(JSON.stringify(second)).not.toContain('a@b');
  expect(second).toMatchObject({ err: { code: '23505', message: 'duplicate key' } });
});
