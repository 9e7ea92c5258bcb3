import { describe, expect, test } from '@jest/globals';
import { parseText } from '../text/parsed-text.ts';
import { botPromptsIn } from './bot-prompts.ts';
import { matchReply } from './prompt-reply.ts';

const rules = (bot: string, customer: string, language: string): string[] =>
  matchReply(parseText(customer), botPromptsIn(bot), language).map(([rule]) => rule);
const REQUEST = ['emotional.human-request'];

/** The bot's question in each language, by different bots. */
const QUESTIONS: readonly (readonly [string, readonly string[]])[] = [
  [
    'en',
    [
      'Do you want to talk to an agent?',
      'Shall I connect you with a colleague?',
      'Press 1 or say yes to talk to an agent.',
    ],
  ],
  [
    'de',
    [
      'Möchten Sie mit einem Mitarbeiter sprechen?',
      'Soll ich Sie mit einer Kollegin verbinden?',
      'Das weiß ich nicht. Darf ich Sie an unseren Kundenservice weiterleiten?',
    ],
  ],
  [
    'es',
    [
      '¿Quiere hablar con un agente?',
      '¿Le conecto con un compañero?',
      'No lo sé. ¿Prefieres que te pase con una persona?',
    ],
  ],
  [
    'fr',
    [
      'Voulez-vous parler à un conseiller ?',
      'Souhaitez-vous que je vous mette en relation avec un collègue ?',
      'Voulez-vous que je vous passe quelqu’un ?',
    ],
  ],
  ['ar', ['هل تريد التحدث مع موظف؟', 'هل أوصلك بأحد زملائنا؟', 'هل ترغب في تحويلك إلى خدمة العملاء؟']],
];
const YES = [
  'yes pls',
  'yes plz',
  'y',
  'sure thing',
  'pls do',
  '👍',
  'hell yes',
  'yess',
  'yea',
  'k',
  'oui',
  'sí',
  'ja',
  '是',
  'نعم',
  'yes please',
  'ja bitte',
  'sí por favor',
  'oui merci',
  'نعم من فضلك',
];
const NOT_YES = [
  'no',
  'no thanks',
  'non merci',
  'nein danke',
  'لا شكرا',
  'not now',
  'maybe',
  'yesterday',
  'nothing arrived',
  'yes but not now',
  'thanks',
];

describe.each(QUESTIONS)('a bot that offers an agent in “%s”', (language, questions) => {
  test.each(questions)('“%s”: every wording of yes asks for a person, and nothing else does', (question) => {
    for (const text of YES) expect([text, rules(question, text, language)]).toEqual([text, REQUEST]);
    for (const text of NOT_YES) expect([text, rules(question, text, language)]).toEqual([text, []]);
  });
});

test.each([
  ['Do you want me to track your parcel?', 'en'],
  ['Möchten Sie Ihr Paket verfolgen?', 'de'],
  ['¿Quiere seguir su pedido?', 'es'],
  ['Voulez-vous suivre votre colis ?', 'fr'],
  ['هل تريد تتبع طلبك؟', 'ar'],
  ['Our team is happy to help.', 'en'],
  ['Unser Team spricht Deutsch.', 'de'],
])('“%s” offers no agent: a yes asks for nobody', (question, language) => {
  for (const text of YES) expect(rules(question, text, language)).toEqual([]);
});

describe('a menu of the bot', () => {
  const menu = 'Reply 1 to track an order, 2 to talk to an agent.';
  test.each(['2', '2.', 'option 2', 'the second one', '2️⃣', '٢', 'two'])('“%s” chooses the agent', (text) => {
    expect(rules(menu, text, 'en')).toEqual(REQUEST);
  });
  test.each(['1', 'yes', '22', 'order 2', 'hello'])('“%s” does not', (text) => {
    expect(rules(menu, text, 'en')).toEqual([]);
  });
});
