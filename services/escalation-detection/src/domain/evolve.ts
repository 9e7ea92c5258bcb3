import {
  type EventOf,
  type Evidence,
  escalationRules,
  type Instant,
  knownRuleIds,
  type Policy,
  type RuleId,
  type Tick,
} from '@warmline/contracts';
import { type MessageReducer, PAUSE_MS } from './apply-message.ts';
import { guidanceIds } from './guidance.ts';
import {
  type ConversationFacts,
  type EscalationState,
  type InputEvent,
  initialFacts,
  type LeadingEvidence,
  type OutputEventType,
  resetAfterHandback,
} from './state.ts';
import { firingsInWindow } from './verdict.ts';

const MAX_EVIDENCE = 5;
export const UNRESOLVED_SESSION: RuleId = 'bot.unresolved-session';

type EvolvingEvent = InputEvent | Tick | EventOf<OutputEventType>;

/** When an unresolved session is offered an agent: only while the bot has the conversation, and once. */
export const unresolvedSessionDeadline = (state: EscalationState, policy: Policy): Instant | null => {
  if (state.is !== 'monitoring' || !policy.rules[UNRESOLVED_SESSION].enabled) return null;
  const { unresolvedSince, offeredRules, lastTurnAt = Number.POSITIVE_INFINITY } = state.facts;
  if (unresolvedSince === null || offeredRules.includes(UNRESOLVED_SESSION)) return null;
  const due = unresolvedSince + policy.thresholds.sessionMinutes * 60_000;
  // Until the next message, a longer silence is a pause.
  return due - lastTurnAt <= PAUSE_MS ? due : null;
};

const countFirings = (facts: ConversationFacts, fired: readonly RuleId[], policy: Policy): ConversationFacts => {
  const emotionalFirings = fired
    .filter((id) => escalationRules[id].family === 'emotional')
    .map(() => facts.customerMessageCount);
  return {
    ...facts,
    emotionalFirings: [
      ...firingsInWindow(facts.emotionalFirings, facts.customerMessageCount, policy),
      ...emotionalFirings,
    ],
    negativeFirings: facts.negativeFirings + (fired.includes('sentiment.negative') ? 1 : 0),
  };
};

/** A declined offer also counts for the unresolved-session rule if its deadline has passed. */
const applyDecline = (facts: ConversationFacts, at: Instant, policy: Policy): ConversationFacts => {
  const due = unresolvedSessionDeadline({ is: 'monitoring', facts }, policy);
  return due !== null && due <= at ? { ...facts, offeredRules: [...facts.offeredRules, UNRESOLVED_SESSION] } : facts;
};

const MAX_PAST = 10;

/** Who had the hand-off that ended, and that the bot has the conversation again: with it an episode ends. */
const withEndedHandoff = (facts: ConversationFacts, { data }: EventOf<'OwnerChanged'>): ConversationFacts => {
  const { owner, previous, endedHandoff, seq } = data;
  if (owner.kind !== 'bot' || previous.kind === 'bot') return facts;
  const { pastHandoffs = [], handedBackAt = [] } = facts;
  return {
    ...facts,
    handedBackAt: [...handedBackAt, seq].slice(-MAX_PAST),
    pastHandoffs: endedHandoff === undefined ? pastHandoffs : [...pastHandoffs, endedHandoff].slice(-MAX_PAST),
  };
};

const applyOwner = (event: EventOf<'OwnerChanged'>, state: EscalationState): EscalationState => {
  const facts = withEndedHandoff({ ...state.facts, seq: event.data.seq }, event);
  const { owner } = event.data;
  switch (owner.kind) {
    case 'bot':
      return state.is === 'handed-off'
        ? { is: 'monitoring', facts: resetAfterHandback(facts, event.at) }
        : { ...state, facts };
    case 'queue':
      return {
        is: 'handed-off',
        facts,
        handoffId: state.is === 'handed-off' ? state.handoffId : owner.id,
        hasAgent: false,
      };
    case 'agent':
      return {
        is: 'handed-off',
        facts,
        handoffId: state.is === 'handed-off' ? state.handoffId : null,
        hasAgent: true,
      };
  }
};

const applyIdentification = (facts: ConversationFacts, { data }: EventOf<'CustomerIdentified'>): ConversationFacts => ({
  ...facts,
  seq: data.seq,
  session: { ...facts.session, customer: { ...facts.session.customer, ...data.customer } },
  considersEnterprise: data.customer.consideringEnterprise ?? facts.considersEnterprise,
  engagement: data.customer.engagement ?? facts.engagement,
});

const withOfferedGuidance = (facts: ConversationFacts, evidence: readonly Evidence[]): ConversationFacts => {
  const ids = guidanceIds(evidence);
  return ids.length === 0
    ? facts
    : { ...facts, offeredGuidance: [...new Set([...(facts.offeredGuidance ?? []), ...ids])] };
};

/** Where the evidence is, never its text. */
export const leadingEvidence = (evidence: readonly Evidence[]): LeadingEvidence[] =>
  evidence.slice(0, MAX_EVIDENCE).map(({ rule, messageId, span, guidance }) => ({
    rule,
    ...(messageId !== undefined && { messageId }),
    ...(span !== undefined && { span }),
    ...(guidance !== undefined && { guidance: { id: guidance.id } }),
  }));

/** The state after an input or one of the decider's own events. */
export const evolver =
  (policy: Policy, applyMessage: MessageReducer) =>
  (state: EscalationState | null, event: EvolvingEvent): EscalationState | null => {
    if (event.type === 'ConversationStarted') return state ?? { is: 'monitoring', facts: initialFacts(event) };
    if (state === null) return null;
    const { facts } = state;
    switch (event.type) {
      case 'Tick':
      case 'HandoffContextAdded':
        return state;
      case 'MessagePosted':
        return { ...state, facts: applyMessage(facts, event) };
      case 'CustomerIdentified':
        return { ...state, facts: applyIdentification(facts, event) };
      case 'AnswerWithheld':
      case 'MessageRefused':
      case 'HumanRequested':
      case 'CustomerNotified':
      case 'SurveyAnswered':
        return { ...state, facts: { ...facts, seq: event.data.seq } };
      case 'ChoiceMade':
        return event.data.choice === 'decline-offer' && state.is === 'offered'
          ? { is: 'monitoring', facts: applyDecline({ ...facts, seq: event.data.seq }, event.at, policy) }
          : { ...state, facts: { ...facts, seq: event.data.seq } };
      case 'OwnerChanged':
        return applyOwner(event, state);
      case 'ConversationEnded':
        return null;
      case 'EscalationAssessed': {
        const counted = countFirings(facts, knownRuleIds(event.data.rules), policy);
        const { verdict, evidence } = event.data;
        if (verdict === 'none') return { ...state, facts: counted };
        return {
          ...state,
          facts: { ...withOfferedGuidance(counted, evidence), leadingEvidence: leadingEvidence(evidence) },
        };
      }
      case 'OpportunityDetected':
        return { ...state, facts: { ...facts, opportunityReported: true } };
      case 'HandoffOffered': {
        const offeredRules = knownRuleIds(event.data.rules);
        const known = { ...facts, offeredRules: knownRuleIds([...facts.offeredRules, ...offeredRules]) };
        return { is: 'offered', facts: known, offerId: event.data.offerId, rules: offeredRules };
      }
      case 'HandoffRequested':
        return {
          is: 'handed-off',
          facts: { ...facts, handoffCount: (facts.handoffCount ?? 0) + 1 },
          handoffId: event.data.handoffId,
          hasAgent: false,
        };
      case 'HandoffWithdrawn':
        return { is: 'monitoring', facts: resetAfterHandback(facts, event.at) };
    }
  };
