import { z } from 'zod';
import { id } from '../envelope.ts';
import { tenantId } from '../identifiers.ts';
import { defineEvent, defineTopic } from '../topic-definition.ts';

const versionFields = { tenantId, version: z.string().min(1).max(60) };
const jsonDocument = z.record(z.string(), z.json());

/** Kept for ever, never compacted: every version a conversation was decided under can be read again. */
export const policy = defineTopic({
  name: 'handoff.policy.v1',
  writer: 'gateway',
  key: 'tenantId',
  description: 'Every version of the escalation policy, the opening hours and the teams.',
  retentionMs: -1,
  events: {
    PolicyPublished: defineEvent(
      'A version of the escalation policy.',
      z.object({
        ...versionFields,
        channel: id.optional().describe('Channel it applies to; absent: all channels of the tenant'),
        policy: jsonDocument,
      }),
      {
        tenantId: 'default',
        version: 'default-1',
        policy: { version: 'default-1' },
      },
    ),
    HoursPublished: defineEvent(
      'A version of the opening hours.',
      z.object({ ...versionFields, hours: jsonDocument }),
      {
        tenantId: 'default',
        version: 'hours-1',
        hours: {},
      },
    ),
    TeamsPublished: defineEvent('A version of the teams.', z.object({ ...versionFields, teams: jsonDocument }), {
      tenantId: 'default',
      version: 'teams-1',
      teams: {},
    }),
  },
});
