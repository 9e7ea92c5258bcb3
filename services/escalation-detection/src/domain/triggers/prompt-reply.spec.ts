import { describe, expect, test } from '@jest/globals';
import { parseText } from '../text/parsed-text.ts';
import { botPromptsIn } from './bot-prompts.ts';
import { matchReply } from './prompt-reply.ts';

const rules = (bot: string, customer: string): string[] =>
  matchReply(parseText(customer), botPromptsIn(bot), 'en').map(([rule]) => rule);

describe('a reply is read together with the bot’s prompt', () => {
  test.each([
    ['Shall I connect you with one of our advisors?', 'yes go ahead', 'emotional.human-request'],
    ['Would you like me to (1) search the help pages or (2) get a specialist?', '2', 'emotional.human-request'],
    ['I can explain more, or hand you over to a colleague.', 'the colleague', 'emotional.human-request'],
    ['I can also transfer you to an engineer. Want me to?', 'go on then', 'emotional.human-request'],
    ['Would you like to cancel your current plan with us?', 'yes please', 'stakes.cancellation'],
    ['Your membership renews on 5 August for $119. Reply STAY or END.', 'END', 'stakes.cancellation'],
    ['We noticed a purchase of £389.00 at Currys. Was this you? Reply YES or NO.', 'NO', 'stakes.security'],
    ['Is your card damaged, lost or expired?', 'lost', 'stakes.security'],
    ['What about your card?', 'misplaced it at the airport i guess', 'stakes.security'],
    ['Two orders are on the way: headphones and an iPhone 16.', 'i never ordered an iphone', 'stakes.security'],
    ['It was used at 3:12 in Warsaw, the last payment.', 'i was asleep in boston at that time', 'stakes.security'],
    ['Your bill is $143.20.', 'that can’t be right, my plan is 80', 'stakes.billing-dispute'],
    ['That is a monthly account fee.', 'My account is supposed to be free. Take it back', 'stakes.billing-dispute'],
    ['Your annual card fee of $95 has posted.', 'I was told it was waived. I want that off', 'stakes.billing-dispute'],
  ])('“%s” – “%s”: %s', (bot, customer, rule) => {
    expect(rules(bot, customer)).toEqual([rule]);
  });

  test.each([
    ['Shall I connect you with one of our advisors?', 'no, tell me the opening hours'],
    ['Would you like me to (1) search the help pages or (2) get a specialist?', '1'],
    ['Would you like to cancel the meeting?', 'yes please'],
    ['Your membership renews on 5 August for $119. Reply STAY or END.', 'STAY'],
    ['Was this you? Reply YES or NO.', 'YES'],
    ['Was this you?', 'no problem, thanks'],
    ['Is your card damaged, lost or expired?', 'expired'],
    ['Is your card lost?', 'not lost, it is just cracked'],
    ['Two orders are on the way.', 'great, when do they come'],
    ['Your bill is $143.20.', 'ok, can I pay by card'],
    ['Is there anything else?', 'that is wrong'],
    ['How was your day?', 'yes'],
  ])('“%s” – “%s”: nothing', (bot, customer) => {
    expect(rules(bot, customer)).toEqual([]);
  });
});

test('only the start of a very long bot turn is read', () => {
  expect(botPromptsIn(`${'a'.repeat(2_000)} Was this you?`)).toEqual([]);
});
