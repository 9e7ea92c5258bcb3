import { parseScenario, type Scenario } from './scenario.ts';

export const evenly = (perHour: number): number[] => Array.from({ length: 24 }, () => perHour);

/** Two subjects that share a team, one with priorities, too few agents by day, breaks, and answers that take time. */
export const smallForm = {
  name: 'small',
  capacity: 2,
  concurrency_slowdown: 0.2,
  agent_speed_cv: 0.2,
  breaks: { every_s: 5400, length_s: 600 },
  answer: { mean_s: 4 },
  wrap_up_s: 30,
  subjects: {
    billing: {
      groups: ['billing_team', 'general_team'],
      fallback_after_s: [0, 45],
      handle: { dist: 'lognormal', mean: 400, cv: 0.9 },
      patience: { dist: 'weibull', mean: 600, shape: 0.8 },
      rate_per_hour: evenly(28),
    },
    anything: {
      groups: ['general_team'],
      fallback_after_s: [0],
      handle: { dist: 'exp', mean: 300 },
      patience: { dist: 'exp', mean: 900 },
      rate_per_hour: evenly(10),
    },
  },
  priority_probs: { billing: [0.6, 0.2, 0.1, 0.1] },
  shifts: {
    billing_team: [
      [0, 10, 2],
      [9, 24, 1],
    ],
    general_team: [[0, 24, 1]],
  },
};

/** One agent with capacity 1, seven requests an hour. */
export const quietForm = {
  ...smallForm,
  capacity: 1,
  subjects: {
    billing: { ...smallForm.subjects.billing, rate_per_hour: evenly(3) },
    anything: { ...smallForm.subjects.anything, rate_per_hour: evenly(4) },
  },
  shifts: { general_team: [[0, 24, 1]] },
};

export const quiet: Scenario = parseScenario(quietForm, 'quiet').scenario;
export const small: Scenario = parseScenario(smallForm, 'small').scenario;
