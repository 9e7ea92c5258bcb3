import { describe, expect, test } from '@jest/globals';
import { type EscalationReason, escalationReason, type Policy } from '@warmline/contracts';
import { conversationEvents, loadDirectPolicy, policy } from '../../test/conversation.fixtures.ts';
import { type ConversationFacts, initialFacts } from './state.ts';
import { handoffText, offerText } from './wording.ts';

const factsOf = (name?: string): ConversationFacts => {
  const customer = name === undefined ? undefined : { customerId: 'c-7', name };
  const { data, at } = conversationEvents().started(customer);
  return initialFacts({ type: 'ConversationStarted', id: 's', at, data: data as never });
};
const textFor = (reasons: readonly EscalationReason[], name?: string, recovery = false): string =>
  handoffText({ reasons, subject: 'general', recovery, opportunity: false, botHasSpoken: true }, policy, factsOf(name));

test('given a customer with a known name, then the text has their first name between commas', () => {
  expect(textFor(['negative_sentiment'], 'Ada Byron', true)).toMatch(/^I am sorry, Ada, that I could not solve this/);
  expect(textFor(['human_request'], 'Ada Byron')).toMatch(/^Of course, Ada\. /);
});

test('given a customer without a name, then the bracketed part is left out', () => {
  expect(textFor(['negative_sentiment'], undefined, true)).toMatch(/^I am sorry that I could not solve this/);
  expect(textFor(['human_request'])).toMatch(/^Of course\. /);
});

test('given a name with signs that no name has, then the text goes without a name', () =>
  expect(textFor(['human_request'], '$& [Bo]')).toMatch(/^Of course\. /));

test.each([
  ['the default policy', policy],
  ['the direct policy', loadDirectPolicy()],
])('%s leaves no placeholder in any text', (_, { texts }) => {
  const { acknowledge } = texts;
  const sentences = [acknowledge.default, acknowledge.recovery, ...Object.values(acknowledge.reasons)];
  for (const reason of Object.keys(acknowledge.reasons) as EscalationReason[])
    for (const name of [undefined, 'Ada']) expect(textFor([reason], name)).not.toMatch(/[[\]{}]|\s[,.;]|,,|\s\s/);
  for (const sentence of sentences) expect(sentence.replace(/\[[^[\]]*\{name\}[^[\]]*\]/, '')).not.toContain('{name}');
});

describe('the language of the customer', () => {
  const inLanguage = (language: string, name?: string): ConversationFacts => {
    const facts = factsOf(name);
    return { ...facts, session: { ...facts.session, language } };
  };
  const about = (reasons: readonly EscalationReason[]) => ({
    reasons,
    subject: 'billing' as const,
    recovery: false,
    opportunity: false,
    botHasSpoken: true,
  });
  const reasons = escalationReason.options;
  const translated = ['de', 'es', 'fr', 'ar'];

  test('chooses the text of a hand-off, with the name and the limit written as in that language', () => {
    const refund = (language: string) => handoffText(about(['refund']), policy, inLanguage(language, 'Ada Byron'));
    expect(refund('de-AT')).toMatch(
      /^Ich verstehe, Ada, dass Sie Ihr Geld zurückhaben möchten\. Bei Erstattungen über (?:\$\s?500|500\s?\$) verbinde ich/u,
    );
    expect(refund('fr')).toMatch(/^Je comprends, Ada, que .* Pour les remboursements de plus de 500\s\$US?, je vous/u);
    expect(refund('es_MX')).toMatch(/^Entiendo, Ada, que .* Para reembolsos de más de/);
    expect(refund('ar')).toMatch(/^أتفهم يا Ada أنك ترغب في استرداد أموالك\./);
  });

  test('chooses the text of an offer', () => {
    expect(offerText(['frustration'], policy, inLanguage('de'))).toBe(
      'Ich merke, dass es nicht so läuft, wie es sollte. Soll ich Sie mit jemandem aus unserem Team verbinden?',
    );
    expect(offerText([], policy, inLanguage('ar'))).toMatch(/^هل ترغب في أن أصلك/);
  });

  test.each(translated)('%s has every text of the policy', (language) => {
    const own = policy.texts.languages[language] ?? {};
    for (const part of ['offer', 'acknowledge', 'who'] as const)
      expect([part, namesIn(own[part])]).toEqual([part, namesIn(policy.texts[part])]);
    expect(own.shared).toBeDefined();
  });

  test.each(translated)('no text in %s is left in English or with a placeholder', (language) => {
    for (const name of [undefined, 'Ada'])
      for (const reason of reasons) {
        const texts = (tag: string) => [
          handoffText(about([reason]), policy, inLanguage(tag, name)),
          offerText([reason], policy, inLanguage(tag, name)),
        ];
        for (const text of texts(language)) {
          expect(text).not.toMatch(/[[\]{}]|,,|\s\s/);
          expect(text).not.toMatch(/\b(?:the|you|your|connect|colleague)\b/i);
        }
        expect(texts(language)).not.toEqual(texts('en'));
      }
  });

  test('falls back to the policy’s own texts where there are none in it', () => {
    for (const language of ['pt-BR', 'constructor', '__proto__', ''])
      expect(offerText([], policy, inLanguage(language))).toBe(policy.texts.offer.default);
  });

  test('falls back from a region to its language, and from a reason to the default of that language', () => {
    const languages = {
      de: { offer: { default: 'Deutsch?' }, shared: 'Alle sehen es.' },
      'de-CH': { offer: { reasons: { frustration: 'Schweiz?' } } },
    };
    const own: Policy = { ...policy, texts: { ...policy.texts, languages } };
    expect(offerText(['frustration'], own, inLanguage('de-CH'))).toBe('Schweiz?');
    expect(offerText(['profanity'], own, inLanguage('de-CH'))).toBe('Deutsch?');
    expect(handoffText(about([]), own, inLanguage('de-CH'))).toBe(
      'I understand, and this is one for a person. I am handing this to our billing team. Alle sehen es.',
    );
  });
});

/** Paths of the texts in a part of a policy. */
const namesIn = (part: object = {}): string[] =>
  Object.entries(part)
    .flatMap(([key, value]) => (typeof value === 'string' ? [key] : namesIn(value).map((name) => `${key}.${name}`)))
    .sort();
