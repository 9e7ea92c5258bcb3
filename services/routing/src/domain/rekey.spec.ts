import { describe, expect, test } from '@jest/globals';
import { type EventOf, topics } from '@warmline/contracts';
import { type EscalationEvent, rekey } from './rekey.ts';

const { events } = topics.escalation;
const sampleOf = (type: EscalationEvent): EventOf<EscalationEvent> =>
  ({
    type,
    id: 'e-1',
    at: 1_760_000_000_000,
    data: events[type].schema.parse(events[type].sample),
  }) as EventOf<EscalationEvent>;

describe('the routing intake', () => {
  test('a hand-off request is copied without its context', () => {
    const [output, ...rest] = rekey(sampleOf('HandoffRequested'));
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

  test('the preferred agent of a request is copied', () => {
    const requested = sampleOf('HandoffRequested');
    const [output] = rekey({ ...requested, data: { ...requested.data, preferred_agent: 'mia' } } as typeof requested);
    expect(output?.data).toMatchObject({ preferredAgent: 'mia' });
  });

  test('a withdrawal is copied', () =>
    expect(rekey(sampleOf('HandoffWithdrawn'))).toEqual([
      {
        type: 'HandoffWithdrawalReceived',
        topic: 'handoff.routing-intake.v1',
        data: { poolId: 'default', tenantId: 'default', handoffId: 'h-1', conversationId: 'b1f6c1de', reason: 'ended' },
      },
    ]));

  test('other events are not copied', () => {
    const others = (Object.keys(events) as EscalationEvent[]).filter(
      (type) => type !== 'HandoffRequested' && type !== 'HandoffWithdrawn',
    );
    expect(others.length).toBeGreaterThan(0);
    expect(others.flatMap((type) => rekey(sampleOf(type)))).toEqual([]);
  });
});
