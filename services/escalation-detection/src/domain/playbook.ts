import type { Customer, DataOf, EscalationReason, Policy, Subject } from '@warmline/contracts';
import { truncate } from './transcript.ts';
import { fillPlaceholders, formatAmount } from './wording.ts';

type Context = DataOf<'HandoffRequested'>['context'];

const MAX_ACTIONS = 10;
const MAX_ACTION_LENGTH = 300;
const MAX_NOTE_LENGTH = 2_000;
const UNKNOWN = 'not known';

/** Reasons of a hand-off, strongest first, and the subject it is routed by. */
export interface RoutedReasons {
  readonly reasons: readonly EscalationReason[];
  readonly subject: Subject;
  /** False: nothing went wrong that goodwill could make good. */
  readonly wentWrong: boolean;
}

/** Goodwill an agent may give without approval; null unless something went wrong, the subject has one and the reasons allow it. */
const goodwillOffers = ({ reasons, subject, wentWrong }: RoutedReasons, { playbooks, thresholds }: Policy) => {
  const { limit, reasons: allowed, unless, subjects } = playbooks.goodwill;
  const own = subjects[subject];
  if (limit === 0 || own === undefined || !wentWrong) return null;
  if (!reasons.some((one) => allowed.includes(one)) || reasons.some((one) => unless.includes(one))) return null;
  const { currency } = thresholds.refund;
  const goodwill = formatAmount(limit, currency);
  return {
    limit,
    currency,
    actions: own.map((text) => truncate(fillPlaceholders(text, { goodwill }), MAX_ACTION_LENGTH)),
  };
};

/** At most ten actions: the steps, then goodwill; and the limit of the goodwill. */
export const recommendedActions = (
  steps: readonly string[],
  decided: RoutedReasons,
  policy: Policy,
): Pick<Context, 'recommended_actions' | 'goodwill'> => {
  const given = goodwillOffers(decided, policy);
  const offers = given?.actions.slice(0, MAX_ACTIONS) ?? [];
  const recommended_actions = [...steps.slice(0, MAX_ACTIONS - offers.length), ...offers];
  return given === null
    ? { recommended_actions }
    : { recommended_actions, goodwill: { limit: given.limit, currency: given.currency } };
};

/** Values of a template. Null or empty: the note says that it is not known. */
export interface EscalationNoteInput {
  readonly customer: Customer | null;
  readonly want: string | null;
  readonly issue: string;
  readonly tried: readonly string[];
  readonly because: string;
  readonly conversation: string;
}

const customerLabel = (customer: Customer | null): string => {
  if (customer === null) return UNKNOWN;
  const { name, customerId, tier } = customer;
  return [name === undefined ? customerId : `${name} (${customerId})`, tier].filter(Boolean).join(', ');
};

/** The escalation note for a complex issue: the template of the strongest reason that has one. */
export const escalationNote = (
  reasons: readonly EscalationReason[],
  input: EscalationNoteInput,
  policy: Policy,
): Pick<Context, 'escalation_template'> => {
  const template = reasons.map((reason) => policy.playbooks.templates[reason]).find((text) => text !== undefined);
  if (template === undefined) return {};
  const { want, issue, tried, because, conversation } = input;
  const values = {
    customer: customerLabel(input.customer),
    want: want ?? UNKNOWN,
    tried: tried.length === 0 ? 'nothing yet' : tried.join('; '),
    issue,
    because,
    conversation,
  };
  return { escalation_template: truncate(fillPlaceholders(template.trim(), values), MAX_NOTE_LENGTH) };
};
