import { beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { Desk } from './domain/desk/desk.ts';
import { memoryGateway } from './memory-gateway.fixtures.ts';

const NOW = 1_760_000_010_000;
const AGENT = 'mia';

let subject: ReturnType<typeof memoryGateway>;
const rows = () => subject.rows('desk', AGENT);
beforeEach(async () => {
  subject = memoryGateway(() => NOW);
  const { teams, skills, languages, capacity, poolId, tenantId } = topics.desk.events.AgentPresenceChanged.sample;
  const profile = {
    agentId: AGENT,
    name: 'Mia',
    status: 'online',
    teams,
    skills,
    languages,
    capacity,
    poolId,
    tenantId,
  };
  await subject.run({
    stage: 'desk',
    key: AGENT,
    event: { type: 'SetPresence', id: 'p', at: NOW - 60_000, data: profile },
  });
});

describe.each(['HandoffOfferedToAgent', 'CallbackAssigned'])('the desk gets %s', (type) => {
  const row = type === 'CallbackAssigned' ? 'callback' : 'offer';
  const arrival = () => subject.targetsOf(type, topics.routing);
  const request = () => subject.targetsOf('HandoffRequested', topics.escalation, { handoffId: 'h-1' });

  test('at once when the request was received before, in one transaction', async () => {
    await subject.run(...request());
    const before = subject.transactions();
    await subject.run(...arrival());
    expect(rows()).toEqual(['presence', row]);
    expect(subject.transactions() - before).toBe(1);
  });

  test('together with the request when that is received later', async () => {
    await subject.run(...arrival());
    expect(rows()).toEqual(['presence']);
    await subject.run(...request());
    expect(rows()).toEqual(['presence', row]);
    expect(subject.memory.states.get('handoff-payload\u0000h-1')?.data).toMatchObject({ is: 'requested' });
  });

  test.each([0, 1])('when both are in one batch, in either order (%j)', async (first) => {
    const both = [arrival(), request()];
    await subject.run(...(both[first] ?? []), ...(both[1 - first] ?? []));
    expect(rows()).toEqual(['presence', row]);
  });
});

test('the desk never gets an offer that was withdrawn before its request is received', async () => {
  await subject.run(...subject.targetsOf('HandoffOfferedToAgent', topics.routing));
  await subject.run(...subject.targetsOf('HandoffAbandoned', topics.routing));
  await subject.run(...subject.targetsOf('HandoffRequested', topics.escalation, { handoffId: 'h-1' }));
  expect(rows()).toEqual(['presence']);
  expect(subject.state<Desk>('desk', AGENT)?.offers).toEqual({});
});
