import { describe, expect, test } from '@jest/globals';
import {
  assignedTo,
  ends,
  given,
  message,
  notice,
  owner,
  requested,
  resolves,
  starts,
  transferRefused,
  transferredBy,
  transfers,
  writes,
} from './lines.contract.ts';

const met = [starts({}, 0), writes('Where is my order?', 1), requested(), assignedTo('mia')];
const billing = { kind: 'team', id: 'billing_team' };

describe('an agent who passes a conversation on', () => {
  test('asks routing, with the note, and has it until routing has answered', () => {
    given(...met)
      .when(transfers('mia', billing))
      .thenAnswers(202, { handoffId: 'h-1', to: billing })
      .thenTells({
        type: 'TransferRequested',
        data: { handoffId: 'h-1', agentId: 'mia', to: billing, note: 'Needs a refund approval' },
      });
    expect(given(...met, transfers('mia', billing)).state()?.owner).toMatchObject({ kind: 'agent', id: 'mia' });
  });

  test.each([
    ['resolve it', resolves('mia')],
    ['ask again', transfers('mia', billing)],
  ])('cannot %s meanwhile', (_, event) => {
    given(...met, transfers('mia', billing))
      .when(event)
      .thenAnswers(409, { title: 'Transfer under way' })
      .thenNothing();
  });

  test('has it as before when routing refuses', () => {
    const refused = [...met, transfers('mia', billing), transferRefused('mia', 'billing_team is closed')];
    given(...refused)
      .when(resolves('mia'))
      .thenAnswers(202);
    given(...refused)
      .when(transfers('mia', { kind: 'skill', id: 'refunds' }))
      .thenAnswers(202);
  });

  test('has it no more when routing took it back, and the customer hears nothing of the note', () => {
    given(...met, transfers('mia', billing))
      .when(transferredBy('mia', 'a difficult one'))
      .thenTells(
        message('Ada, Mia is passing you on to the colleague who can take this further. Nothing you told us is lost.'),
        owner('queue', 'h-1', 4),
        notice('queued'),
      );
  });

  test('must have it', () => {
    given(...met)
      .when(transfers('ben', billing))
      .thenAnswers(409, { title: 'Not the owner' })
      .thenNothing();
  });

  test('does not pass on whom the customer has left', () => {
    given(...met, ends())
      .when(transfers('mia', billing))
      .thenAnswers(409, { title: 'Conversation ended' })
      .thenNothing();
  });

  test('does not pass it on to himself', () => {
    given(...met)
      .when(transfers('mia', { kind: 'agent', id: 'mia' }))
      .thenAnswers(422, { title: 'Nobody to pass it on to' })
      .thenNothing();
  });

  test('finds no conversation where there is none', () => {
    given().when(transfers('mia', billing)).thenAnswers(404).thenNothing();
  });
});
