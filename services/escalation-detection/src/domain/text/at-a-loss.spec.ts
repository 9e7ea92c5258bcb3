import { isAtALoss } from './at-a-loss.ts';

test.each([
  'Sorry, I did not get that',
  'Could you rephrase?',
  "I'm not sure I understand",
  "I can't understand that yet.",
  'Please try asking in a different way.',
  'Das habe ich leider nicht verstanden.',
  'No le he entendido.',
  "Je n'ai pas bien compris.",
  'عذرًا، لم أفهم ذلك.',
])('“%s” says that the bot does not understand', (answer) => expect(isAtALoss(answer)).toBe(true));

test.each([
  'I understand. Which door is it?',
  'Can you say which colour you want?',
  'Try again after a restart.',
  'I am not sure it fits, but size M is wider.',
  'Das habe ich verstanden.',
  'Please repeat the test on Monday.',
  `${'The lid is on page 3. '.repeat(20)} I did not get that.`,
])('“%s” is an answer', (answer) => expect(isAtALoss(answer)).toBe(false));
