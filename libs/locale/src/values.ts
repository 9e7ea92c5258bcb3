interface Duration {
  readonly duration: string;
}
interface Issue {
  readonly issue: string;
}
interface AgentLeft {
  readonly salutation: string;
  readonly agent: string;
}
interface AgentIntroduced extends AgentLeft {
  readonly team: string;
  readonly short: string;
}
interface Place {
  readonly position: number;
}
interface Moment {
  readonly time: string;
}
interface Capacity {
  readonly used: number;
  readonly capacity: number;
}
interface Count {
  readonly count: number;
}

/** The values of each text that takes any. A spec compares them with the messages of every language. */
export interface TextValues {
  salutation: { readonly name: string };
  'agent.introduced': AgentIntroduced;
  'agent.introduced-issue': AgentIntroduced & Issue;
  'agent.transferring': AgentLeft;
  'agent.unresponsive': AgentLeft;
  'agent.disconnected': AgentLeft;
  'agent.closed': { readonly agent: string };
  'ticket.priority-within': Duration;
  'ticket.email-within': Duration;
  'card.ringing': { readonly team: string };
  'card.queue-place': Place;
  'card.queue-longer': Place & { readonly wait: string };
  'card.queue-about': Place & { readonly wait: string };
  'card.queue-range': Place & { readonly low: number; readonly wait: string };
  'card.closed-hours': { readonly hours: string };
  'callback.scheduled': Duration;
  'callback.scheduled-issue': Duration & Issue;
  'callback.promised': Duration;
  'callback.promised-issue': Duration & Issue;
  'call.missed': Duration;
  'again.choice': { readonly choices: number };
  'issue.quoted': Issue & { readonly quote: string };
  'callback.scheduled-at': Moment;
  'callback.scheduled-at-issue': Moment & Issue;
  'join.longer': Count;
  'join.about': Count;
  'join.range': Count & { readonly low: number };
  'join.closed': { readonly opening: string };
  'hours.week': { readonly shifts: string; readonly zone: string };
  'hours.all-day': { readonly days: string };
  'hours.next': { readonly week: string; readonly opening: string };
  'hours.opening-both': { readonly reader: string; readonly team: string; readonly zone: string };
  'duration.minutes': Count;
  'duration.hours': Count;
  'team.other': { readonly name: string };
  'greeting.hello': { readonly agent: string };
  'greeting.hello-name': { readonly agent: string; readonly name: string };
  'greeting.read-quote': { readonly quote: string };
  'greeting.read-issue': Issue;
  'survey.stars': Count;
  'chat.status-agent': { readonly agent: string };
  'chat.chose': { readonly choice: string };
  'chat.joined': { readonly agent: string };
  'leave.person': { readonly name: string };
  'leave.person-text': { readonly name: string };
  'form.countdown': Count;
  'problem.refused': { readonly status: number };
  'page.premium': { readonly name: string };
  'desk.capacity': Capacity;
  'desk.capacity-label': Capacity;
  'desk.since': { readonly year: string };
  'sentiment.with-trend': { readonly sentiment: string; readonly trend: string };
  'attempt.facts': { readonly subject: string; readonly team: string; readonly attempt: number; readonly time: string };
  'panel.written-by': { readonly author: string };
  'panel.messages': Duration & Count & { readonly reason: string };
  'span.seconds': { readonly seconds: number };
  'span.minutes': { readonly minutes: number; readonly seconds: number };
  'span.hours': { readonly hours: number; readonly minutes: number };
  'agent-offer.waited': Duration;
  'chart.label': { readonly first: string; readonly last: string };
  'thread.label': { readonly customer: string };
  'thread.handed-over-reason': { readonly reason: string };
  'thread.chose': { readonly customer: string; readonly choice: string };
  'thread.asked': { readonly customer: string };
  'thread.joined': { readonly agent: string; readonly team: string };
  'thread.survey': { readonly stars: number };
}
