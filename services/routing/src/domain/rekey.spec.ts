import { describe, expect, test } from '@jest/globals';
import { type EventOf, topics } from '@warmline/contracts';
import { type EscalationEvent, rekey } from './rekey.ts';

const { events } = topics.escalation;
const heard = (type: EscalationEvent): EventOf<EscalationEvent> =>
  ({
    type,
    id: 'e-1',
    at: 1_760_000_000_000,
    data: events[type].schema.parse(events[type].sample),
  }) as EventOf<EscalationEvent>;

describe('escalation by pool', () => {
  test('a request becomes a hand-off taken, without its context', () => {
    const [output, ...rest] = rekey(heard('HandoffRequested'));
    expect(rest).toEqual([]);
    expect(output).toMatchObject({ type: 'HandoffReceived', topic: 'handoff.routing-intake.v1' });
    expect(output?.data).toEqual({
      poolId: 'default',
      tenantId: 'default',
      handoffId: 'h-1',
      conversationId: 'b1f6c1de',
      requestedAt: 1_760_000_000_000,
      subject: 'cancellation',
      type: 'support',
      priority: 100,
      durationSeconds: 100,
      skills: [],
      seniorFirst: true,
      language: 'en',
      channel: 'web',
    });
    expect(topics.routingIntake.events.HandoffReceived.schema.safeParse(output?.data).success).toBe(true);
  });

  test('a hand-off names the preferred agent of its request', () => {
    const requested = heard('HandoffRequested');
    const [output] = rekey({ ...requested, data: { ...requested.data, preferred_agent: 'mia' } } as typeof requested);
    expect(output?.data).toMatchObject({ preferredAgent: 'mia' });
  });

  test('a withdrawal takes it back', () =>
    expect(rekey(heard('HandoffWithdrawn'))).toEqual([
      {
        type: 'HandoffWithdrawalReceived',
        topic: 'handoff.routing-intake.v1',
        data: { poolId: 'default', tenantId: 'default', handoffId: 'h-1', conversationId: 'b1f6c1de', reason: 'ended' },
      },
    ]));

  test('nothing else concerns routing', () => {
    const others = (Object.keys(events) as EscalationEvent[]).filter(
      (type) => type !== 'HandoffRequested' && type !== 'HandoffWithdrawn',
    );
    expect(others.length).toBeGreaterThan(0);
    expect(others.flatMap((type) => rekey(heard(type)))).toEqual([]);
  });
});
