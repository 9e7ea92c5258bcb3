import { fileURLToPath } from 'node:url';
import { loadTeams } from '@warmline/service-kit/teams-file';
import type { Teams } from '../teams.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const utc = { timeZone: 'Etc/UTC', holidays: [], closed: [], open: [] };
/** A scenario begins at 8:53:20 UTC and takes up to 53 minutes. One team opens, closes and opens again in it, another closes. */
const hours = {
  billing_team: {
    ...utc,
    week: [
      { days: everyDay, from: 540, to: 555 },
      { days: everyDay, from: 560, to: 1440 },
    ],
  },
  tech_team: { ...utc, week: [{ days: everyDay, from: 0, to: 550 }] },
};
const file = loadTeams(fileURLToPath(new URL('../../../../../deploy/defaults/teams.yaml', import.meta.url)));
/** Short times, so that calls are repeated and promises missed within a scenario. */
const quick = { callbackWithinSeconds: 120, callbackRetryDelaySeconds: 60, callbackWindowMinutes: 5 };
/** An e-mail uses half a capacity unit, refund specialists reserve one, two teams have their own agent selection and wrap-up, and first responses have a timeout. */
export const teams: Teams = {
  ...file,
  hours,
  settings: {
    ...file.settings,
    ...quick,
    channelWeights: { email: 0.5 },
    reserve: [{ skill: 'refunds', capacity: 1 }],
    firstResponseTimeoutSeconds: 45,
    wrapUpSeconds: 60,
  },
  teamSettings: {
    tech_team: { agentSelection: ['idle', 'skill', 'load'], wrapUpSeconds: 90 },
    billing_team: { agentSelection: ['load', 'idle', 'skill'], wrapUpSeconds: 20 },
  },
};
export const { settings } = teams;
