import { storyOf, tick } from '@warmline/testing/story';
import { conversationEvents, offered, policy, START } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';

const given = storyOf(escalation(policy));
const MINUTE = 60_000;

describe('a session without resolution', () => {
  test('is offered an agent after ten minutes, once', () => {
    const { started, says, answers, chooses } = conversationEvents();
    const past = [
      started(),
      says('Where is my parcel?'),
      { ...answers('It is on its way.'), at: START + 4 * MINUTE },
      { ...answers('Can I do anything else?'), at: START + 8 * MINUTE },
    ];
    expect(given(...past).due()).toBe(START + 10 * MINUTE);
    given(...past)
      .when(tick(START + 10 * MINUTE))
      .then(offered({ reasons: ['unresolved_session'], seq: 4 }));
    expect(given(...past, tick(START + 10 * MINUTE), chooses('decline-offer')).due()).toBeNull();
  });

  test('does not count a pause of more than five minutes', () => {
    const { started, says, answers } = conversationEvents();
    const past = [started(), says('Where is my parcel?'), { ...answers('On its way.'), at: START + MINUTE }];
    expect(given(...past).due()).toBeNull();
    const next = [...past, { ...says('Do you sell lamps?'), at: START + 600 * MINUTE }];
    expect(given(...next).due()).toBeNull();
    const later = [...next, { ...answers('We do.'), at: START + 604.5 * MINUTE }];
    expect(given(...later).due()).toBe(START + 609 * MINUTE);
  });

  test('is resolved when the customer says that it is solved', () => {
    const { started, says } = conversationEvents();
    expect(given(started(), says('Where is my parcel?'), says('Great, that solved it, thanks')).due()).toBeNull();
  });

  test('does not count while an agent has it, and counts anew after a hand-back', () => {
    const { started, says, answers, pressesTalkToHuman, owned } = conversationEvents();
    const past = [started(), says('Where is my parcel?'), pressesTalkToHuman(), owned('agent')];
    expect(given(...past).due()).toBeNull();
    const back = [
      ...past,
      { ...owned('bot'), at: START + 30 * MINUTE },
      { ...says('And my invoice?'), at: START + 34 * MINUTE },
      { ...answers('It is in the parcel.'), at: START + 38 * MINUTE },
    ];
    expect(given(...back).due()).toBe(START + 40 * MINUTE);
  });

  test('is not offered again after an offer was declined past ten minutes', () => {
    const { started, says, chooses } = conversationEvents();
    const late = { ...chooses('decline-offer'), at: START + 12 * MINUTE };
    expect(given(started(), says('where is my damn parcel'), late).due()).toBeNull();
  });
});
