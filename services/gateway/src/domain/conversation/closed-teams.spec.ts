import { describe, expect, test } from '@jest/globals';
import {
  assignedTo,
  botSays,
  given,
  message,
  notice,
  requested,
  ringing,
  s,
  starts,
  tick,
  unstaffed,
  writes,
} from '../story.fixtures.ts';

const opensAt = s(90_000);
const closed = unstaffed('h-1', { closed: { hours: 'Mon-Fri 09:00-18:00', opensAt } });
const waiting = [starts({}, 0), writes('I need a colleague', 1), requested(), closed];
const question = writes('What are your opening hours?', 20);

describe('given a customer who waits for the opening', () => {
  test('the bot is asked what they write, and its answer reaches them', () => {
    given(...waiting)
      .when(question)
      .thenResponds(201)
      .thenRequestsEffects({ type: 'ask-bot', epoch: 2 });
    given(...waiting, question)
      .when(botSays('We open at nine.', { epoch: 2 }))
      .thenResponds(201)
      .thenEmits(message('We open at nine.', 'bot'));
  });

  test('the hand-off keeps its place, and an agent gets the conversation at the opening', () => {
    const past = [...waiting, question, botSays('We open at nine.', { epoch: 2 })];
    expect(given(...past).state()).toMatchObject({
      owner: { kind: 'queue' },
      handoff: { is: 'queued', handoffId: 'h-1' },
    });
    given(...past, { ...ringing('of-1'), at: opensAt })
      .when(assignedTo('mia'))
      .thenEmits('OwnerChanged', 'MessagePosted', notice('agent-joined'));
  });

  test('a bot that is silent is no failed turn', () => {
    given(...waiting, question)
      .when(tick(s(25.1)))
      .thenNothing();
    expect(given(...waiting, question, tick(s(25.1))).state()?.awaitedBotReply).toBeNull();
  });

  test('a typed choice is for the queue, not for the bot', () => {
    given(...waiting)
      .when(writes('leave a note', 20))
      .thenRequestsEffects();
  });
});

describe('given a customer who waits for an agent', () => {
  const open = [starts({}, 0), writes('I need a colleague', 1), requested(), unstaffed()];

  test('the bot is silent', () => {
    given(...open)
      .when(question)
      .thenRequestsEffects();
    given(...open, question)
      .when(botSays('We open at nine.', { epoch: 2 }))
      .thenResponds(409);
  });

  test('an answer of the bot that comes after the opening is refused', () => {
    given(...waiting, question)
      .when({ ...botSays('We open at nine.', { epoch: 2 }), at: opensAt })
      .thenResponds(409);
  });
});
