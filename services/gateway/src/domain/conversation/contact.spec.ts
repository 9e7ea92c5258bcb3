import { describe, expect, test } from '@jest/globals';
import { chooses, given, message, owner, requested, starts, waits, writes } from '../story.fixtures.ts';
import { contactIn, missingContact, neededContact } from './contact.ts';

const web = { channel: 'web', externalId: 'widget-1', language: 'en' };
const queued = [starts({}, 0), writes('I need a colleague', 1), requested(), waits(2)];
const missing = { status: 409, phone: 'Telephone number missing', email: 'E-mail address missing' };

describe('a telephone number', () => {
  test.each([
    ['+49 30 123456', 'en', '+4930123456'],
    ['0151 12345678', 'de', '+4915112345678'],
    ['my number is 01 42 68 53 00', 'fr', '+33142685300'],
    ['020 7946 0958', 'en-GB', '+442079460958'],
    ['(212) 555-0100', 'en', '+12125550100'],
    ['٠١٠٠ ١٢٣ ٤٥٦٧', 'ar', '+201001234567'],
    ['abc', 'en', null],
    ['call me', 'en', null],
    ['12345', 'en', null],
    ['', 'en', null],
  ])('in “%s”, written in %s, is %s', (details, language, number) =>
    expect(contactIn({ ...web, language }, 'phone', details)).toBe(number),
  );

  test('is that of the channel where the customer gives none, but not in place of one that cannot be read', () => {
    const sms = { channel: 'sms', externalId: '+4915112345678', language: 'de' };
    expect(contactIn(sms, 'phone', undefined)).toBe('+4915112345678');
    expect(contactIn(sms, 'phone', 'abc')).toBeNull();
    expect(contactIn(web, 'phone', undefined)).toBeNull();
  });
});

test('an e-mail address is read from the words, or is that of the e-mail channel', () => {
  expect(contactIn(web, 'email', 'write to ada@example.org')).toBe('ada@example.org');
  expect(contactIn(web, 'email', 'please')).toBeNull();
  expect(contactIn({ ...web, channel: 'email', externalId: 'ada@example.org' }, 'email', undefined)).toBe(
    'ada@example.org',
  );
});

test('a ticket for the opening and a look at the free times need no contact', () => {
  for (const choice of ['ticket', 'schedule-call', 'wait', 'back-to-bot'] as const)
    expect(neededContact({ choice })).toBeNull();
  expect(missingContact(web, { choice: 'schedule-call', windowStart: 1 })).toBe('phone');
});

describe('a choice that lacks what its promise needs', () => {
  test.each([
    ['callback', {}, missing.phone],
    ['callback', { details: 'abc' }, missing.phone],
    ['callback', { details: 'call me' }, missing.phone],
    ['schedule-call', { windowStart: 1_760_000_900_000 }, missing.phone],
    ['email', {}, missing.email],
    ['email', { details: 'as soon as you can' }, missing.email],
    ['leave-note', { details: 'My parcel is broken' }, missing.email],
  ] as const)('(%s, %j) is refused, and the place in the queue is kept', (choice, more, title) => {
    given(...queued)
      .when(chooses(choice, { handoffId: 'h-1', ...more }))
      .thenResponds(missing.status, { title })
      .thenNothing();
    expect(given(...queued, chooses(choice, { handoffId: 'h-1', ...more })).state()?.handoff).toMatchObject({
      is: 'queued',
      handoffId: 'h-1',
    });
  });

  test('made by a message is asked for it, and is made with the answer', () => {
    given(...queued, writes('call me back'))
      .when(writes('it is +49 30 123456'))
      .thenEmits('MessagePosted', 'ChoiceMade', { type: 'CallbackRequested', data: { phone: '+4930123456' } });
    given(...queued, writes('please e-mail me'))
      .when(writes('ada@example.org'))
      .thenEmits('MessagePosted', 'ChoiceMade', { type: 'TicketRequested', data: { text: 'ada@example.org' } });
  });

  test('is asked for it once more, and then the words go to the colleague', () => {
    given(...queued, writes('call me back'))
      .when(writes('abc'))
      .thenEmits('MessagePosted', message(/could not read that/));
    given(...queued, writes('call me back'), writes('abc'))
      .when(writes('call me'))
      .thenEmits('MessagePosted');
  });

  test('may be taken back, or changed for another way', () => {
    given(...queued, writes('call me back'))
      .when(writes('no'))
      .thenEmits('MessagePosted');
    given(...queued, writes('call me back'))
      .when(writes('e-mail me at ada@example.org'))
      .thenEmits('MessagePosted', 'ChoiceMade', { type: 'TicketRequested', data: { kind: 'email' } });
    given(...queued, writes('call me back'))
      .when(writes('back to the bot'))
      .thenEmits('MessagePosted', 'ChoiceMade', 'CustomerLeft', owner('bot', 'demo', 3), message(/back with me/));
  });
});
