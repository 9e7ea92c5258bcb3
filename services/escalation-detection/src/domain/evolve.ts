import { type Heard, type Instant, type Policy, type RuleId, rules, rulesIn, type Tick } from '@warmline/contracts';
import type { Hear } from './hear.ts';
import { begun, type Decided, type Escalation, handedBack, type Listened, type Memory } from './state.ts';
import { inWindow } from './verdict.ts';

export const UNRESOLVED: RuleId = 'bot.unresolved-session';

type Heeded = Listened | Tick | Heard<Decided>;

/** When a session still open is offered a person: counted while watching only, and asked once. */
export const sessionDue = (state: Escalation, policy: Policy): Instant | null => {
  if (state.is !== 'watching' || !policy.rules[UNRESOLVED].enabled) return null;
  const { openSince, asked } = state.memory;
  if (openSince === null || asked.includes(UNRESOLVED)) return null;
  return openSince + policy.thresholds.sessionMinutes * 60_000;
};

const counted = (memory: Memory, fired: readonly RuleId[], policy: Policy): Memory => {
  const feelings = fired.filter((id) => rules[id].family === 'emotional').map(() => memory.spoken);
  return {
    ...memory,
    emotional: [...inWindow(memory.emotional, memory.spoken, policy), ...feelings],
    negatives: memory.negatives + (fired.includes('sentiment.negative') ? 1 : 0),
  };
};

/** Declining a person answers the question of the session's length too, if that has already come up. */
const declined = (memory: Memory, at: Instant, policy: Policy): Memory => {
  const due = sessionDue({ is: 'watching', memory }, policy);
  return due !== null && due <= at ? { ...memory, asked: [...memory.asked, UNRESOLVED] } : memory;
};

const owned = (event: Heard<'OwnerChanged'>, state: Escalation): Escalation => {
  const memory = { ...state.memory, seq: event.data.seq };
  const { owner } = event.data;
  switch (owner.kind) {
    case 'bot':
      return state.is === 'handed-over'
        ? { is: 'watching', memory: handedBack(memory, event.at) }
        : { ...state, memory };
    case 'queue':
      return {
        is: 'handed-over',
        memory,
        handoffId: state.is === 'handed-over' ? state.handoffId : owner.id,
        agent: false,
      };
    case 'agent':
      return { is: 'handed-over', memory, handoffId: state.is === 'handed-over' ? state.handoffId : null, agent: true };
  }
};

const identified = (memory: Memory, { data }: Heard<'CustomerIdentified'>): Memory => ({
  ...memory,
  seq: data.seq,
  session: { ...memory.session, customer: { ...memory.session.customer, ...data.customer } },
  considering: data.customer.consideringEnterprise ?? memory.considering,
  engagement: data.customer.engagement ?? memory.engagement,
});

/** The state after an input or one of the decider's own events. */
export const evolution =
  (policy: Policy, hear: Hear) =>
  (state: Escalation | null, event: Heeded): Escalation | null => {
    if (event.type === 'ConversationStarted') return state ?? { is: 'watching', memory: begun(event) };
    if (state === null) return null;
    const { memory } = state;
    switch (event.type) {
      case 'Tick':
      case 'HandoffContextAdded':
        return state;
      case 'MessagePosted':
        return { ...state, memory: hear(memory, event) };
      case 'CustomerIdentified':
        return { ...state, memory: identified(memory, event) };
      case 'HumanRequested':
      case 'CustomerNotified':
      case 'SurveyAnswered':
        return { ...state, memory: { ...memory, seq: event.data.seq } };
      case 'ChoiceMade':
        return event.data.choice === 'decline-offer' && state.is === 'offered'
          ? { is: 'watching', memory: declined({ ...memory, seq: event.data.seq }, event.at, policy) }
          : { ...state, memory: { ...memory, seq: event.data.seq } };
      case 'OwnerChanged':
        return owned(event, state);
      case 'ConversationEnded':
        return null;
      case 'EscalationAssessed':
        return { ...state, memory: counted(memory, rulesIn(event.data.rules), policy) };
      case 'OpportunityDetected':
        return { ...state, memory: { ...memory, opportunityTold: true } };
      case 'HandoffOffered': {
        const asked = rulesIn(event.data.rules);
        const known = { ...memory, asked: rulesIn([...memory.asked, ...asked]) };
        return { is: 'offered', memory: known, offerId: event.data.offerId, rules: asked };
      }
      case 'HandoffRequested':
        return {
          is: 'handed-over',
          memory: { ...memory, handoffs: (memory.handoffs ?? 0) + 1 },
          handoffId: event.data.handoffId,
          agent: false,
        };
      case 'HandoffWithdrawn':
        return { is: 'watching', memory: handedBack(memory, event.at) };
    }
  };
