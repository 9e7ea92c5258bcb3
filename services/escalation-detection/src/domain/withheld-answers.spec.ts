import { describe, test } from '@jest/globals';
import { storyOf } from '@warmline/testing/story';
import { conversationEvents, policy } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';

const given = storyOf(escalation(policy));

describe('an answer of the bot that was withheld', () => {
  test('is added to the hand-off', () => {
    const { started, says, withholds } = conversationEvents();
    given(started(), says('let me talk to a real person'))
      .when(withholds('I did not get that.'))
      .then({
        type: 'HandoffContextAdded',
        data: { withheldAnswer: { role: 'bot', text: 'I did not get that.', withheld: true } },
      });
  });

  test('because the conversation ended adds nothing', () => {
    const { started, withholds } = conversationEvents();
    given(started()).when(withholds('I did not get that.')).thenNothing();
  });
});
