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
  'card.ringing': { team: 'billing team' },
  'card.queue-place': { position: 2 },
  'card.queue-longer': { position: 2, wait: '30 minutes' },
  'card.queue-about': { position: 2, wait: '4 minutes' },
  'card.queue-range': { position: 2, low: 4, wait: '8 minutes' },
  'card.closed-hours': { hours: 'Mon-Fri 09:00-18:00' },
  'callback.scheduled': { duration },
  'callback.scheduled-issue': { duration, issue },
  'callback.promised': { duration },
  'callback.promised-issue': { duration, issue },
  'call.missed': { duration },
  'again.choice': { choices: 5 },
  'issue.quoted': { issue, quote: 'Where is my order' },
  'callback.scheduled-at': { time: 'Monday at 9:00' },
  'callback.scheduled-at-issue': { time: 'Monday at 9:00', issue },
  'hours.week': { shifts: 'Mon – Fri 9:00 – 18:00', zone: 'Eastern Time' },
  'hours.all-day': { days: 'Mon – Fri' },
  'hours.next': { week: 'Mon – Fri 9:00 – 18:00', opening: 'Monday at 9:00' },
  'hours.opening-both': { reader: 'Monday at 15:00', team: 'Monday at 9:00', zone: 'Eastern Time' },
  'duration.minutes': { count: 5 },
  'duration.hours': { count: 5 },
  'team.other': { name: 'night desk' },
  'greeting.hello': { agent: 'Ben' },
  'greeting.hello-name': { agent: 'Ben', name: 'Mara' },
  'greeting.read-quote': { quote: 'Where is my order' },
  'greeting.read-issue': { issue },
};
