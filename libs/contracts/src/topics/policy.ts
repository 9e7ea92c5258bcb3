import { z } from 'zod';
import { id } from '../envelope.ts';
import { event, topic } from '../topic.ts';

const base = { tenantId: id, version: z.string().min(1).max(60) };
const document = z.record(z.string(), z.json());

/** Kept for ever, never compacted: every version a conversation was decided under can be read again. */
export const policy = topic({
  name: 'handoff.policy.v1',
  writer: 'gateway',
  key: 'tenantId',
  description: 'Every version of the policy, the opening hours and the teams.',
  retentionMs: -1,
  events: {
    PolicyPublished: event(
      'A version of the escalation policy.',
      z.object({
        ...base,
        channel: id.optional().describe('The one channel it is for; all of the tenant where it is not given'),
        policy: document,
      }),
      {
        tenantId: 'default',
        version: 'default-1',
        policy: { version: 'default-1' },
      },
    ),
    HoursPublished: event('A version of the opening hours.', z.object({ ...base, hours: document }), {
      tenantId: 'default',
      version: 'hours-1',
      hours: {},
    }),
    TeamsPublished: event('A version of the teams.', z.object({ ...base, teams: document }), {
      tenantId: 'default',
      version: 'teams-1',
      teams: {},
    }),
  },
});
