import { type EscalationReason, ownValue, type Policy, type Subject, type TranslatedTexts } from '@warmline/contracts';
import { formatTag } from '@warmline/locale';
import { greetingName } from '@warmline/text';
import type { ConversationFacts } from './state.ts';

const MAX_TEXT_LENGTH = 1_000;

/** "$500", "€1,000", "500 €" as customers write it: the currency sign where there is one, else the code. */
const formatMoney = (value: number, currency: string, language: string): string =>
  new Intl.NumberFormat(formatTag(language), {
    style: 'currency',
    currency,
    maximumFractionDigits: Number.isInteger(value) ? 0 : 2,
  }).format(value);

/** "25 USD" for agents: unambiguous where several currencies share a sign. */
export const formatAmount = (value: number, currency: string): string =>
  `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value)} ${currency}`;

/** Replaces each `{name}` that has a value, in one pass, so that text of a customer is never taken for a placeholder. */
export const fillPlaceholders = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => ownValue(values, name) ?? whole);

/** The bracketed part of a text with the customer's name: "I am sorry[, {name},] that …". Left out where the name is unknown. */
const OPTIONAL_NAME = /\[([^[\]]*)\{name\}([^[\]]*)\]/g;

const languageOf = (facts: ConversationFacts): string => facts.session.language ?? 'en';

/** The texts for a reader, the nearest first: of the tag, of each shorter tag (RFC 4647, 3.4), of the policy itself. */
const textsFor = ({ texts }: Policy, facts: ConversationFacts): readonly TranslatedTexts[] => {
  const parts = languageOf(facts).replaceAll('_', '-').split('-').slice(0, 4);
  const tags = parts.map((_, n) => parts.slice(0, parts.length - n).join('-'));
  return [...tags.flatMap((tag) => ownValue(texts.languages, tag) ?? []), texts];
};

/** The first text that a language has. Every text exists in the policy itself. */
const nearest = (layers: readonly TranslatedTexts[], textOf: (texts: TranslatedTexts) => string | undefined): string =>
  layers.map(textOf).find((text) => text !== undefined) ?? '';

const fillText = (text: string, policy: Policy, facts: ConversationFacts): string => {
  const { limit, currency } = policy.thresholds.refund;
  const name = greetingName(facts.session.customer?.name ?? '');
  return fillPlaceholders(text, { limit: formatMoney(limit, currency, languageOf(facts)) })
    .replaceAll(OPTIONAL_NAME, (_, before: string, after: string) => (name === null ? '' : `${before}${name}${after}`))
    .slice(0, MAX_TEXT_LENGTH);
};

const firstOf = (
  reasons: readonly EscalationReason[],
  texts: Partial<Record<EscalationReason, string | undefined>> = {},
): string | undefined => reasons.map((reason) => texts[reason]).find((text) => text !== undefined);

/** Text of a customer offer. */
export const offerText = (reasons: readonly EscalationReason[], policy: Policy, facts: ConversationFacts): string =>
  fillText(
    nearest(textsFor(policy, facts), ({ offer }) => firstOf(reasons, offer?.reasons) ?? offer?.default),
    policy,
    facts,
  );

/**
 * What the customer reads before an agent takes over: acknowledgement, who takes over, and that the history is shared. It apologises for
 * the bot only where the bot has spoken.
 */
export const handoffText = (
  about: {
    reasons: readonly EscalationReason[];
    subject: Subject;
    recovery: boolean;
    opportunity: boolean;
    botHasSpoken: boolean;
  },
  policy: Policy,
  facts: ConversationFacts,
): string => {
  const layers = textsFor(policy, facts);
  const opening = nearest(layers, ({ acknowledge }) =>
    about.recovery && about.botHasSpoken
      ? acknowledge?.recovery
      : (firstOf(about.reasons, acknowledge?.reasons) ?? acknowledge?.default),
  );
  const next = nearest(layers, ({ who }) => {
    if (about.reasons.includes('refund')) return who?.refund;
    if (about.recovery) return who?.recovery;
    return about.opportunity ? who?.opportunity : who?.subjects?.[about.subject];
  });
  const shared = nearest(layers, (texts) => texts.shared);
  return fillText([opening, next, shared].join(' '), policy, facts);
};
