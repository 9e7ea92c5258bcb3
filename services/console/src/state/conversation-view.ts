import type { Customer, DataOf, Owner, Role } from '@warmline/contracts';

export type ConversationEventType =
  | 'ConversationStarted'
  | 'MessagePosted'
  | 'CustomerIdentified'
  | 'HumanRequested'
  | 'ChoiceMade'
  | 'CustomerNotified'
  | 'OwnerChanged'
  | 'ConversationEnded'
  | 'SurveyAnswered';

/** An event of the conversation's stream; `seq` is its place there, `at` milliseconds since the epoch. */
export type ConversationEvent = {
  readonly [T in ConversationEventType]: {
    readonly type: T;
    readonly seq: number;
    readonly at: number;
    readonly data: DataOf<T>;
  };
}[ConversationEventType];

export type Choice = DataOf<'ChoiceMade'>['choice'];
export type Notice = DataOf<'CustomerNotified'>['notice'];
export type NoticeOf<K extends Notice['kind']> = Extract<Notice, { kind: K }>;
/** A notice that waits for a choice of the customer. */
export type Question = NoticeOf<
  'handoff-offer' | 'share-details' | 'queued' | 'closed' | 'callback-windows' | 'callback'
>;
export type Wait = NoticeOf<'wait'>;

interface Placed {
  readonly seq: number;
  readonly at: number;
}
export interface Message extends Placed {
  readonly is: 'message';
  readonly messageId: string;
  readonly role: Role;
  readonly text: string;
  readonly author?: string;
}
/** A line of the log, in the order of the stream. */
export type Entry =
  | Message
  | (Placed & { readonly is: 'choice'; readonly choice: Choice })
  | (Placed & { readonly is: 'human-requested' | 'handed-over' | 'requeued' | 'back-to-bot' | 'ended' })
  | (Placed & { readonly is: 'survey-answered'; readonly stars: number })
  | (Placed & { readonly is: 'joined'; readonly agentName: string; readonly team: string });

export interface ConversationView {
  /** The last event folded; 0 before the first. */
  readonly seq: number;
  readonly entries: readonly Entry[];
  readonly owner?: Owner;
  readonly customer?: Customer;
  /** At most one of a kind, oldest first. */
  readonly questions: readonly Question[];
  /** The customer asked for a person and nobody has answered yet. */
  readonly requested: boolean;
  /** Present while the queue owns the conversation. */
  readonly waiting?: { readonly since: number };
  /** The last one told, of whichever hand-off: read it through `estimateOf`. */
  readonly estimate?: Wait;
  readonly agent?: { readonly name: string; readonly team: string };
  /** When the conversation last passed to an agent. */
  readonly joinedAt?: number;
  /** The hand-off whose survey is open. */
  readonly survey?: string;
  readonly ended: boolean;
}

export const initial: ConversationView = { seq: 0, entries: [], questions: [], requested: false, ended: false };

/** What each choice settles; a choice that leaves the queue settles every question about it. */
const leavesQueue: readonly Question['kind'][] = ['share-details', 'queued', 'closed', 'callback-windows'];
const settles: Readonly<Record<Choice, readonly Question['kind'][]>> = {
  'accept-offer': ['handoff-offer'],
  'decline-offer': ['handoff-offer'],
  'connect-now': ['share-details'],
  'share-details': ['share-details'],
  wait: ['queued', 'callback-windows'],
  callback: leavesQueue,
  'schedule-call': leavesQueue,
  'cancel-callback': ['callback'],
  email: leavesQueue,
  ticket: leavesQueue,
  'leave-note': leavesQueue,
  'back-to-bot': leavesQueue,
};

/** Who asks when a call can be has chosen nothing yet. */
const settledBy = ({ choice, windowStart }: DataOf<'ChoiceMade'>): readonly Question['kind'][] =>
  choice === 'schedule-call' && windowStart === undefined ? [] : settles[choice];

const without = (questions: readonly Question[], kinds: readonly Question['kind'][]): readonly Question[] =>
  questions.filter((question) => !kinds.includes(question.kind));

const withEntry = (view: ConversationView, entry: Entry): ConversationView => ({
  ...view,
  entries: [...view.entries, entry],
});

const placed = (event: ConversationEvent): Placed => ({ seq: event.seq, at: event.at });

const message = (event: Extract<ConversationEvent, { type: 'MessagePosted' }>): Message => ({
  is: 'message',
  ...placed(event),
  messageId: event.data.messageId,
  role: event.data.role,
  text: event.data.text,
  ...(event.data.author === undefined ? {} : { author: event.data.author }),
});

const noticed = (view: ConversationView, notice: Notice, at: Placed): ConversationView => {
  switch (notice.kind) {
    case 'handoff-offer':
    case 'share-details':
    case 'queued':
    case 'closed':
    case 'callback-windows':
      return { ...view, questions: [...without(view.questions, [notice.kind]), notice] };
    case 'callback': {
      const others = without(view.questions, ['callback']);
      return { ...view, questions: notice.state === 'ended' ? others : [...others, notice] };
    }
    case 'wait':
      return { ...view, estimate: notice };
    case 'agent-joined': {
      const agent = { name: notice.agentName, team: notice.team };
      return withEntry({ ...view, agent }, { is: 'joined', ...at, agentName: agent.name, team: agent.team });
    }
    case 'survey':
      return { ...view, survey: notice.handoffId };
  }
};

const owned = (view: ConversationView, data: DataOf<'OwnerChanged'>, at: Placed): ConversationView => {
  const { waiting, agent, ...rest } = view;
  const next: ConversationView = { ...rest, owner: data.owner, requested: false };
  switch (data.owner.kind) {
    case 'queue': {
      // The survey of an earlier hand-off can be answered no more.
      const { survey, ...unasked } = next;
      return withEntry(
        { ...unasked, questions: without(view.questions, ['handoff-offer']), waiting: { since: at.at } },
        { is: data.previous.kind === 'agent' ? 'requeued' : 'handed-over', ...at },
      );
    }
    case 'agent':
      return { ...next, questions: [], joinedAt: at.at };
    case 'bot': {
      const back = {
        ...next,
        questions: view.questions.filter(({ kind }) => kind === 'closed' || kind === 'callback'),
      };
      return data.previous.kind === 'bot' ? back : withEntry(back, { is: 'back-to-bot', ...at });
    }
  }
};

/** An ended conversation may begin again: what was said stays, what was going on does not. */
const begun = ({ seq, entries }: ConversationView, customer: Customer | undefined): ConversationView => ({
  ...initial,
  seq,
  entries,
  ...(customer === undefined ? {} : { customer }),
});

const folded = (view: ConversationView, event: ConversationEvent): ConversationView => {
  switch (event.type) {
    case 'ConversationStarted':
      return begun(view, event.data.customer);
    case 'CustomerIdentified':
      return { ...view, customer: event.data.customer };
    case 'MessagePosted':
      return event.data.text.trim() === '' ? view : withEntry(view, message(event));
    case 'HumanRequested':
      return withEntry(
        { ...view, requested: view.owner?.kind !== 'agent', questions: without(view.questions, ['handoff-offer']) },
        { is: 'human-requested', ...placed(event) },
      );
    case 'ChoiceMade':
      return withEntry(
        { ...view, questions: without(view.questions, settledBy(event.data)) },
        { is: 'choice', ...placed(event), choice: event.data.choice },
      );
    case 'CustomerNotified':
      return noticed(view, event.data.notice, placed(event));
    case 'OwnerChanged':
      return owned(view, event.data, placed(event));
    case 'ConversationEnded': {
      const { waiting, ...rest } = view;
      return withEntry({ ...rest, questions: [], requested: false, ended: true }, { is: 'ended', ...placed(event) });
    }
    case 'SurveyAnswered': {
      const { survey, ...rest } = view;
      return withEntry(rest, { is: 'survey-answered', ...placed(event), stars: event.data.stars });
    }
  }
};

/** Folds one event in; one that was folded before changes nothing, so a stream may start again from its first. */
export const evolve = (view: ConversationView, event: ConversationEvent): ConversationView =>
  event.seq <= view.seq ? view : { ...folded(view, event), seq: event.seq };

/** What is known of the wait the customer is in now; nothing outside the queue or before the first estimate. */
export const estimateOf = (view: ConversationView): Wait | undefined =>
  view.owner?.kind === 'queue' && view.estimate?.handoffId === view.owner.id ? view.estimate : undefined;
