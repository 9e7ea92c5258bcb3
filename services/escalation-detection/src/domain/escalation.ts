import { byClaim, type Heard, type Policy, poolOf, type RuleId, reasonsOf, type Tick } from '@warmline/contracts';
import { type Context, type Decider, emit, type Output, skip, type Verdict } from '@warmline/messaging/decider';
import { customerAssessment } from './assess.ts';
import { assessBot } from './assess-bot.ts';
import { evolution, sessionDue, UNRESOLVED } from './evolve.ts';
import { handoff } from './handoff.ts';
import { hearing } from './hear.ts';
import type { Findings } from './notes.ts';
import { engagementOf } from './opportunity.ts';
import type { Decided, Escalation, Listened, ListenedType, Memory, PostedMessage } from './state.ts';
import { understanding } from './understand.ts';
import { verdictOf } from './verdict.ts';
import { offerText } from './wording.ts';

export type { Decided, Escalation, Listened, ListenedType, PostedMessage, ScoredMessage } from './state.ts';

type Outputs = readonly Output<Decided>[];

const HUMAN: RuleId = 'emotional.human-request';
const NOTHING: Findings = { fired: [], near: [] };

/** What leads to a hand-over: what fired now, then what an offer still open was about. */
const causes = (fired: readonly RuleId[], state: Escalation): RuleId[] => [
  ...new Set([...fired, ...(state.is === 'offered' ? state.rules : [])]),
];

/**
 * The decider of one conversation under one policy: a verdict for every customer message, at most one offer at a time, and
 * hand-offs. The same events and scores under the same policy give the same verdicts, for ever.
 */
export const escalation = (policy: Policy): Decider<Escalation, ListenedType, Decided, Listened> => {
  const understand = understanding(policy);
  const hear = hearing(policy, understand);
  const assessCustomer = customerAssessment(policy);

  const requested = (rules: readonly RuleId[], memory: Memory, seq: number, event: { at: number }, context: Context) =>
    handoff({ handoffId: context.id('handoff'), seq, at: event.at, rules }, memory, policy);

  const offered = (
    rules: readonly RuleId[],
    memory: Memory,
    seq: number,
    context: Context,
  ): Output<'HandoffOffered'> => {
    const { conversationId, tenantId } = memory.session;
    const reasons = reasonsOf(rules);
    const text = offerText(reasons, policy, memory);
    const data = { conversationId, tenantId, offerId: context.id('offer'), seq, reasons, rules: [...rules], text };
    return { type: 'HandoffOffered', data };
  };

  const assessed = (
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
        reasons: reasonsOf(rules),
        rules: [...rules],
        evidence: findings.fired.map((one) => one.evidence),
        nearMisses: findings.near.map((near) => ({ ...near })),
        policyVersion: policy.version,
        degraded: role === 'customer' && (event.score ?? null) === null,
      },
    };
  };

  const turn = (event: PostedMessage, state: Escalation, context: Context): Outputs => {
    const { role, seq } = event.data;
    if (role !== 'customer' && role !== 'bot') return [];
    if (state.is === 'handed-over') return role === 'customer' ? [assessed(event, NOTHING, [], 'none')] : [];
    const before = state.memory;
    const after = hear(before, event);
    const findings =
      role === 'customer'
        ? assessCustomer(before, after, event, understand(event.data.text))
        : assessBot(before, after, event, policy);
    const fired = byClaim(findings.fired.map((one) => one.rule));
    if (role === 'bot' && fired.length === 0) return [];
    const verdict = verdictOf(fired, after, policy);
    const outputs: Output<Decided>[] = [assessed(event, findings, fired, verdict)];
    if (fired.includes('opportunity.enterprise')) {
      const { conversationId, tenantId } = before.session;
      const engagement = engagementOf(after, policy);
      outputs.push({ type: 'OpportunityDetected', data: { conversationId, tenantId, seq, engagement, rules: fired } });
    }
    if (verdict === 'offer') outputs.push(offered(fired, after, seq, context));
    if (verdict === 'immediate') outputs.push(requested(causes(fired, state), after, seq, event, context));
    return outputs;
  };

  const details = (text: string | undefined, handoffId: string | null, memory: Memory): Outputs => {
    if (text === undefined || text.trim() === '' || handoffId === null) return [];
    const { conversationId, tenantId } = memory.session;
    return [
      {
        type: 'HandoffContextAdded',
        data: { conversationId, tenantId, handoffId, poolId: poolOf(tenantId), details: text },
      },
    ];
  };

  const asked = (
    event: Heard<'HumanRequested' | 'ChoiceMade'>,
    rules: readonly RuleId[],
    state: Escalation,
    context: Context,
  ): Outputs => [
    requested(rules, state.memory, event.data.seq, event, context),
    ...details(event.data.details, context.id('handoff'), state.memory),
  ];

  const withdrawn = (state: Escalation, reason: 'back-to-bot' | 'ended'): Outputs => {
    if (state.is !== 'handed-over' || state.agent || state.handoffId === null) return [];
    const { conversationId, tenantId } = state.memory.session;
    const { handoffId } = state;
    return [
      { type: 'HandoffWithdrawn', data: { conversationId, tenantId, handoffId, poolId: poolOf(tenantId), reason } },
    ];
  };

  const chosen = (event: Heard<'ChoiceMade'>, state: Escalation, context: Context): Outputs | Verdict => {
    if (event.data.choice === 'back-to-bot') return withdrawn(state, 'back-to-bot');
    if (state.is === 'handed-over') return details(event.data.details, state.handoffId, state.memory);
    switch (event.data.choice) {
      case 'accept-offer':
        return asked(event, state.is === 'offered' ? state.rules : [HUMAN], state, context);
      case 'connect-now':
        return asked(event, causes([HUMAN], state), state, context);
      default:
        return [];
    }
  };

  const due = (event: Tick, state: Escalation, context: Context): Outputs => {
    const at = sessionDue(state, policy);
    if (at === null || event.at < at) return [];
    const { memory } = state;
    return policy.rules[UNRESOLVED].verdict === 'immediate'
      ? [requested([UNRESOLVED], memory, memory.seq, event, context)]
      : [offered([UNRESOLVED], memory, memory.seq, context)];
  };

  return {
    evolve: evolution(policy, hear),
    due: (state) => sessionDue(state, policy),
    decide: (event, state, context) => {
      if (event.type === 'ConversationStarted') return emit();
      if (state === null) return skip('the conversation is not open');
      switch (event.type) {
        case 'Tick':
          return due(event, state, context);
        case 'MessagePosted':
          return turn(event, state, context);
        case 'HumanRequested':
          return state.is === 'handed-over'
            ? details(event.data.details, state.handoffId, state.memory)
            : asked(event, causes([HUMAN], state), state, context);
        case 'ChoiceMade':
          return chosen(event, state, context);
        case 'ConversationEnded':
          return withdrawn(state, 'ended');
        case 'CustomerIdentified':
        case 'CustomerNotified':
        case 'OwnerChanged':
        case 'SurveyAnswered':
          return [];
      }
    },
  };
};
