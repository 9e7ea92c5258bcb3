import { describe, expect, test } from '@jest/globals';
import {
  assignedTo,
  ends,
  given,
  message,
  owner,
  requested,
  resolves,
  starts,
  transferRefused,
  transferredBy,
  transfers,
  writes,
} from '../story.fixtures.ts';

const withAgent = [starts({}, 0), writes('Where is my order?', 1), requested(), assignedTo('mia')];
const billing = { kind: 'team', id: 'billing_team' };

describe('an agent who transfers a conversation', () => {
  test('asks routing, with the note, and owns it until routing answers', () => {
    given(...withAgent)
      .when(transfers('mia', billing))
      .thenResponds(202, { handoffId: 'h-1', to: billing })
      .thenEmits({
        type: 'TransferRequested',
        data: { handoffId: 'h-1', agentId: 'mia', to: billing, note: 'Needs a refund approval' },
      });
    expect(given(...withAgent, transfers('mia', billing)).state()?.owner).toMatchObject({ kind: 'agent', id: 'mia' });
  });

  test.each([
    ['resolve it', resolves('mia')],
    ['ask again', transfers('mia', billing)],
  ])('cannot %s meanwhile', (_, event) => {
    given(...withAgent, transfers('mia', billing))
      .when(event)
      .thenResponds(409, { title: 'Transfer under way' })
      .thenNothing();
  });

  test('owns it as before when routing refuses', () => {
    const refused = [...withAgent, transfers('mia', billing), transferRefused('mia', 'billing_team is closed')];
    given(...refused)
      .when(resolves('mia'))
      .thenResponds(202);
    given(...refused)
      .when(transfers('mia', { kind: 'skill', id: 'refunds' }))
      .thenResponds(202);
  });

  test('no longer owns it when routing takes it back, and the customer never reads the note', () => {
    given(...withAgent, transfers('mia', billing))
      .when(transferredBy('mia', 'a difficult one'))
      .thenEmits(
        message('Ada, Mia is passing you on to the colleague who can take this further. Nothing you told us is lost.'),
        owner('queue', 'h-1', 4),
      );
  });

  test('must own it', () => {
    given(...withAgent)
      .when(transfers('ben', billing))
      .thenResponds(409, { title: 'Not the owner' })
      .thenNothing();
  });

  test('cannot transfer it after the customer has left', () => {
    given(...withAgent, ends())
      .when(transfers('mia', billing))
      .thenResponds(409, { title: 'Conversation ended' })
      .thenNothing();
  });

  test('cannot transfer it to themselves', () => {
    given(...withAgent)
      .when(transfers('mia', { kind: 'agent', id: 'mia' }))
      .thenResponds(422, { title: 'Unknown transfer target' })
      .thenNothing();
  });

  test('gets 404 for a conversation that does not exist', () => {
    given().when(transfers('mia', billing)).thenResponds(404).thenNothing();
  });
});
