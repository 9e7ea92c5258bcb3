import type { TextValues } from './values.ts';

const left = { salutation: 'Mara, ', agent: 'Ben' };
const introduced = { ...left, agent: 'Ben Ode', team: 'billing team', short: 'Ben' };
const duration = '2 hours';
const issue = 'your question';

/** Values for each text that takes any; the compiler finds one that is missing. */
export const samples: TextValues = {
  salutation: { name: 'Mara' },
  'agent.introduced': introduced,
  'agent.introduced-issue': { ...introduced, issue },
  'agent.transferring': left,
  'agent.unresponsive': left,
  'agent.disconnected': left,
  'agent.closed': { agent: 'Ben' },
  'ticket.priority-within': { duration },
  'ticket.email-within': { duration },
  'teams.closed': { hours: 'Mon-Fri 09:00-18:00' },
  'callback.scheduled': { duration },
  'callback.scheduled-issue': { duration, issue },
  'callback.promised': { duration },
  'callback.promised-issue': { duration, issue },
  'call.missed': { duration },
  'again.choice': { choices: 5 },
  'issue.quoted': { issue, quote: 'Where is my order' },
  'duration.minutes': { count: 5 },
  'duration.hours': { count: 5 },
  'team.other': { name: 'night desk' },
  'greeting.hello': { agent: 'Ben' },
  'greeting.hello-name': { agent: 'Ben', name: 'Mara' },
  'greeting.read-quote': { quote: 'Where is my order' },
  'greeting.read-issue': { issue },
};
