import {
  type EventOf,
  type Policy,
  poolOf,
  type RuleId,
  reasonsOfRules,
  strongestFirst,
  type Tick,
} from '@warmline/contracts';
import { type Context, type Decider, emit, type Output, skip, type Verdict } from '@warmline/messaging/decider';
import { masked } from '@warmline/text';
import { messageReducer } from './apply-message.ts';
import { assessBot } from './assess-bot.ts';
import { customerAssessor } from './assess-customer.ts';
import { evolver, UNRESOLVED_SESSION, unresolvedSessionDeadline } from './evolve.ts';
import type { Findings } from './findings.ts';
import { matchedGuidance } from './guidance.ts';
import { handoffRequested } from './handoff.ts';
import { messageAnalyser } from './message-analysis.ts';
import type {
  ConversationFacts,
  EscalationState,
  InputEvent,
  InputEventType,
  LeadingEvidence,
  OutputEventType,
  PostedMessage,
} from './state.ts';
import { journalRowOf } from './transcript.ts';
import { engagementOf } from './triggers/opportunity.ts';
import { verdictOf } from './verdict.ts';
import { offerText } from './wording.ts';

export type {
  EscalationState,
  InputEvent,
  InputEventType,
  OutputEventType,
  PostedMessage,
  ScoredMessage,
} from './state.ts';

type Outputs = readonly Output<OutputEventType>[];

const HUMAN_REQUEST: RuleId = 'emotional.human-request';
const NO_FINDINGS: Findings = { fired: [], nearMisses: [] };

/** Rules of a hand-off: those that fired now, then those of the open offer. */
const handoffRules = (fired: readonly RuleId[], state: EscalationState): RuleId[] => [
  ...new Set([...fired, ...(state.is === 'offered' ? state.rules : [])]),
];

/** Evidence of the open offer. */
const offeredEvidence = (state: EscalationState): readonly LeadingEvidence[] =>
  state.is === 'offered' ? (state.facts.leadingEvidence ?? []) : [];

const inOrder = (rules: readonly RuleId[], { fired }: Findings): LeadingEvidence[] =>
  rules.flatMap((rule) => fired.filter((one) => one.rule === rule).map(({ evidence }) => evidence));

/**
 * The decider of one conversation with one policy: a verdict for each customer message, at most one open offer, and
 * hand-offs. The same events and scores with the same policy always give the same verdicts.
 */
export const escalation = (policy: Policy): Decider<EscalationState, InputEventType, OutputEventType, InputEvent> => {
  const analyse = messageAnalyser(policy);
  const applyMessage = messageReducer(policy, analyse);
  const assessCustomer = customerAssessor(policy);

  const requestHandoff = (
    rules: readonly RuleId[],
    facts: ConversationFacts,
    seq: number,
    event: { at: number },
    context: Context,
    evidence: readonly LeadingEvidence[],
  ) => handoffRequested({ handoffId: context.id('handoff'), seq, at: event.at, rules, evidence }, facts, policy);

  const offerHandoff = (
    rules: readonly RuleId[],
    facts: ConversationFacts,
    seq: number,
    context: Context,
  ): Output<'HandoffOffered'> => {
    const { conversationId, tenantId } = facts.session;
    const reasons = reasonsOfRules(rules);
    const text = offerText(reasons, policy, facts);
    const data = { conversationId, tenantId, offerId: context.id('offer'), seq, reasons, rules: [...rules], text };
    return { type: 'HandoffOffered', data };
  };

  const assessment = (
    event: PostedMessage,
    findings: Findings,
    rules: readonly RuleId[],
    verdict: 'none' | 'offer' | 'immediate',
  ): Output<'EscalationAssessed'> => {
    const { conversationId, tenantId, seq, messageId, role } = event.data;
    return {
      type: 'EscalationAssessed',
      data: {
        conversationId,
        tenantId,
        seq,
        messageId,
        verdict,
        reasons: reasonsOfRules(rules),
        rules: [...rules],
        evidence: findings.fired.map((one) => one.evidence),
        nearMisses: findings.nearMisses.map((near) => ({ ...near })),
        policyVersion: policy.version,
        degraded: role === 'customer' && (event.score ?? null) === null,
      },
    };
  };

  const assessTurn = (event: PostedMessage, state: EscalationState, context: Context): Outputs => {
    const { role, seq } = event.data;
    if (role !== 'customer' && role !== 'bot') return [];
    if (state.is === 'handed-off') return role === 'customer' ? [assessment(event, NO_FINDINGS, [], 'none')] : [];
    const before = state.facts;
    const after = applyMessage(before, event);
    const findings =
      role === 'customer'
        ? assessCustomer(before, after, event, analyse(event.data.text, before.session.language))
        : assessBot(before, after, event, policy);
    const fired = strongestFirst(findings.fired.map((one) => one.rule));
    if (role === 'bot' && fired.length === 0) return [];
    const verdict = verdictOf(fired, after, policy, matchedGuidance(event.score?.guidance, policy));
    const outputs: Output<OutputEventType>[] = [assessment(event, findings, fired, verdict)];
    if (fired.includes('opportunity.enterprise')) {
      const { conversationId, tenantId } = before.session;
      const engagement = engagementOf(after, policy);
      outputs.push({ type: 'OpportunityDetected', data: { conversationId, tenantId, seq, engagement, rules: fired } });
    }
    if (verdict === 'offer') outputs.push(offerHandoff(fired, after, seq, context));
    if (verdict === 'immediate') {
      const evidence = [...inOrder(fired, findings), ...offeredEvidence(state)];
      outputs.push(requestHandoff(handoffRules(fired, state), after, seq, event, context, evidence));
    }
    return outputs;
  };

  const details = (text: string | undefined, handoffId: string | null, facts: ConversationFacts): Outputs => {
    if (text === undefined || text.trim() === '' || handoffId === null) return [];
    const { conversationId, tenantId } = facts.session;
    return [
      {
        type: 'HandoffContextAdded',
        data: { conversationId, tenantId, handoffId, poolId: poolOf(tenantId), details: masked(text) },
      },
    ];
  };

  /** The hand-off was requested before the gateway withheld the answer, so its transcript gets the answer now. */
  const withheldAnswer = (event: EventOf<'AnswerWithheld'>, state: EscalationState): Outputs => {
    const row = journalRowOf(event)?.row;
    if (state.is !== 'handed-off' || state.handoffId === null || row === undefined) return [];
    const { conversationId, tenantId } = state.facts.session;
    const { bot: _, ...answer } = row;
    const poolId = poolOf(tenantId);
    return [
      {
        type: 'HandoffContextAdded',
        data: { conversationId, tenantId, handoffId: state.handoffId, poolId, details: '', withheldAnswer: answer },
      },
    ];
  };

  const requestForCustomer = (
    event: EventOf<'HumanRequested' | 'ChoiceMade'>,
    rules: readonly RuleId[],
    state: EscalationState,
    context: Context,
  ): Outputs => [
    requestHandoff(rules, state.facts, event.data.seq, event, context, offeredEvidence(state)),
    ...details(event.data.details, context.id('handoff'), state.facts),
  ];

  const withdrawHandoff = (state: EscalationState, reason: 'back-to-bot' | 'ended'): Outputs => {
    if (state.is !== 'handed-off' || state.hasAgent || state.handoffId === null) return [];
    const { conversationId, tenantId } = state.facts.session;
    const { handoffId } = state;
    return [
      { type: 'HandoffWithdrawn', data: { conversationId, tenantId, handoffId, poolId: poolOf(tenantId), reason } },
    ];
  };

  const handleChoice = (event: EventOf<'ChoiceMade'>, state: EscalationState, context: Context): Outputs | Verdict => {
    if (event.data.choice === 'back-to-bot') return withdrawHandoff(state, 'back-to-bot');
    if (state.is === 'handed-off') return details(event.data.details, state.handoffId, state.facts);
    switch (event.data.choice) {
      case 'accept-offer':
        return requestForCustomer(event, state.is === 'offered' ? state.rules : [HUMAN_REQUEST], state, context);
      case 'connect-now':
        return requestForCustomer(event, handoffRules([HUMAN_REQUEST], state), state, context);
      default:
        return [];
    }
  };

  const due = (event: Tick, state: EscalationState, context: Context): Outputs => {
    const at = unresolvedSessionDeadline(state, policy);
    if (at === null || event.at < at) return [];
    const { facts } = state;
    return policy.rules[UNRESOLVED_SESSION].verdict === 'immediate'
      ? [requestHandoff([UNRESOLVED_SESSION], facts, facts.seq, event, context, [])]
      : [offerHandoff([UNRESOLVED_SESSION], facts, facts.seq, context)];
  };

  return {
    evolve: evolver(policy, applyMessage),
    due: (state) => unresolvedSessionDeadline(state, policy),
    decide: (event, state, context) => {
      if (event.type === 'ConversationStarted') return emit();
      if (state === null) return skip('the conversation is not open');
      switch (event.type) {
        case 'Tick':
          return due(event, state, context);
        case 'MessagePosted':
          return assessTurn(event, state, context);
        case 'AnswerWithheld':
          return withheldAnswer(event, state);
        case 'HumanRequested':
          return state.is === 'handed-off'
            ? details(event.data.details, state.handoffId, state.facts)
            : requestForCustomer(event, handoffRules([HUMAN_REQUEST], state), state, context);
        case 'ChoiceMade':
          return handleChoice(event, state, context);
        case 'ConversationEnded':
          return withdrawHandoff(state, 'ended');
        case 'CustomerIdentified':
        case 'CustomerNotified':
        case 'MessageRefused':
        case 'OwnerChanged':
        case 'SurveyAnswered':
          return [];
      }
    },
  };
};
