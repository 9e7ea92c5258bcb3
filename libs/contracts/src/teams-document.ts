import { z } from 'zod';
import { id } from './envelope.ts';
import { calendarSchema } from './opening-hours.ts';
import { ownValue } from './own-value.ts';
import { skill, subject } from './value-types.ts';

const seconds = z.number().min(0).max(86_400);
const language = z.string().min(1).max(20);

const route = z
  .array(z.strictObject({ team: id, afterSeconds: seconds.default(0) }))
  .min(1, 'name at least one team')
  .superRefine((list, context) => {
    list.forEach((step, n) => {
      const before = list[n - 1];
      const fault = (message: string) => context.addIssue({ code: 'custom', path: [n, 'afterSeconds'], message });
      if (before === undefined && step.afterSeconds !== 0)
        fault('the first team is asked at once: remove afterSeconds');
      if (before !== undefined && step.afterSeconds < before.afterSeconds)
        fault('must not be less than afterSeconds of the step before');
      if (list.findIndex(({ team }) => team === step.team) < n) {
        context.addIssue({ code: 'custom', path: [n, 'team'], message: `${step.team} is named twice` });
      }
    });
  });

const agentSchema = z.strictObject({
  id,
  name: z.string().min(1).max(200),
  teams: z.array(id).min(1).max(50),
  skills: z.array(skill).max(50).default([]),
  languages: z.array(language).min(1).max(20),
  channels: z.array(id).min(1).max(20).optional(),
  capacity: z.int().min(1).max(50),
});

const agentSelection = z
  .array(z.enum(['skill', 'load', 'idle']))
  .length(3, 'name skill, load and idle')
  .refine((list) => new Set(list).size === list.length, 'name each of skill, load and idle once');
const teamSettings = z.strictObject({ agentSelection: agentSelection.optional(), wrapUpSeconds: seconds.optional() });

const settingsSchema = z.strictObject({
  offerTimeoutSeconds: seconds.min(1),
  ageing: z.strictObject({ afterSeconds: seconds, points: z.int().min(0).max(100) }),
  priorityLevels: z
    .array(z.int().min(1).max(100))
    .refine(
      (list) => list.every((points, n) => points > (list[n - 1] ?? 0)),
      'each level must begin at more points than the one before',
    ),
  creditSecondsPerLevel: seconds,
  seniorFirstSeconds: seconds,
  declineCooldownSeconds: seconds.min(1),
  pauseAfterMissedOffers: z.int().min(1).max(100),
  disconnectGraceSeconds: seconds,
  agentSelection: agentSelection.default(['skill', 'load', 'idle']),
  channelWeights: z.record(id, z.number().min(0.01).max(50)).default({}),
  reserve: z.array(z.strictObject({ skill: id, capacity: z.int().min(1).max(50) })).default([]),
  wrapUpSeconds: seconds.default(0),
  preferredAgentSeconds: seconds.default(20),
  firstResponseTimeoutSeconds: seconds.default(0),
  outcomeTimeoutSeconds: seconds.default(45),
  callbackWithinSeconds: seconds.min(1),
  emailWithinSeconds: seconds,
  callbackReportTimeoutSeconds: seconds.min(1).default(600),
  callbackRetryDelaySeconds: seconds.min(1).default(900),
  maxCallbackAttempts: z.int().min(1).max(20).default(3),
  callbackWindowMinutes: z.int().min(5).max(240).default(30),
  callbackWindowDays: z.int().min(1).max(60).default(5),
});

/**
 * The configuration of routing: routes, opening hours, settings and the agents who may sign in. It is the content of the teams file,
 * and what TeamsPublished and HoursPublished carry together. Calendars are resolved to the hours of each team that names one.
 */
export const teamsSchema = z
  .strictObject({
    routes: z.record(subject, route),
    calendars: z.record(id, calendarSchema).default({}),
    hours: z.record(id, id).default({}),
    settings: settingsSchema,
    teamSettings: z.record(id, teamSettings).default({}),
    agents: z.array(agentSchema).superRefine((list, context) => {
      list.forEach((agent, n) => {
        if (list.findIndex((other) => other.id === agent.id) < n) {
          context.addIssue({ code: 'custom', path: [n, 'id'], message: `${agent.id} is named twice` });
        }
      });
    }),
  })
  .transform(({ calendars, hours, ...rest }, context) => {
    const resolved = Object.entries(hours).flatMap(([team, name]) => {
      const found = ownValue(calendars, name);
      if (found === undefined) {
        context.addIssue({ code: 'custom', path: ['hours', team], message: `unknown calendar ${name}` });
        return [];
      }
      return [[team, found] as const];
    });
    const routed = Object.values(rest.routes).flatMap((list) => list.map(({ team }) => team));
    const known = new Set([...routed, ...rest.agents.flatMap((agent) => agent.teams)]);
    for (const [where, teams] of [
      ['hours', Object.keys(hours)],
      ['teamSettings', Object.keys(rest.teamSettings)],
    ] as const) {
      for (const team of teams.filter((name) => !known.has(name)))
        context.addIssue({
          code: 'custom',
          path: [where, team],
          message: `no route and no agent has the team ${team}`,
        });
    }
    return { ...rest, hours: Object.fromEntries(resolved) };
  });
export type TeamsDocument = z.output<typeof teamsSchema>;
