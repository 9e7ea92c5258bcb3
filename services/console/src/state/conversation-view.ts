import type { Customer, DataOf, Owner, Role, topics } from '@warmline/contracts';

export type ConversationEventType = keyof (typeof topics.conversation)['events'];

/** An event of the stream of a conversation. `seq` is its number in the stream, `at` milliseconds since the epoch. */
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
/** A notice that expects a choice of the customer. */
export type Question = NoticeOf<'handoff-offer' | 'callback-windows' | 'callback'>;
export type WaitingNotice = NoticeOf<'waiting'>;

/** A wait for an agent: since when, the card of the gateway, and what the customer has chosen of it. */
export interface Waiting {
  readonly since: number;
  readonly card?: WaitingNotice;
  readonly chosen: readonly Choice[];
}

interface EntryPosition {
  readonly seq: number;
  readonly at: number;
}
export interface Message extends EntryPosition {
  readonly is: 'message';
  readonly messageId: string;
  readonly role: Role;
  readonly text: string;
  readonly author?: string;
}
/** An entry of the timeline, in the order of the stream. */
export type TimelineEntry =
  | Message
  | (EntryPosition & { readonly is: 'choice'; readonly choice: Choice })
  | (EntryPosition & { readonly is: 'human-requested' | 'handed-over' | 'requeued' | 'back-to-bot' | 'ended' })
  | (EntryPosition & { readonly is: 'survey-answered'; readonly stars: number })
  | (EntryPosition & { readonly is: 'joined'; readonly agentName: string; readonly team: string });

export interface ConversationView {
  /** `seq` of the last event; 0 before the first. */
  readonly seq: number;
  readonly entries: readonly TimelineEntry[];
  readonly owner?: Owner;
  readonly customer?: Customer;
  /** BCP 47 tag that the conversation began with. */
  readonly language?: string;
  /** At most one of each kind, oldest first. */
  readonly questions: readonly Question[];
  /** The customer asked for a person, and the conversation has not been handed over yet. */
  readonly isHumanRequested: boolean;
  /** Present while the queue owns the conversation. */
  readonly waiting?: Waiting;
  readonly agent?: { readonly name: string; readonly team: string };
  /** When an agent last became the owner. */
  readonly agentJoinedAt?: number;
  /** Ids of the hand-offs whose survey is open, oldest first. */
  readonly openSurveys: readonly string[];
  readonly isEnded: boolean;
}

export const initial: ConversationView = {
  seq: 0,
  entries: [],
  questions: [],
  openSurveys: [],
  isHumanRequested: false,
  isEnded: false,
};

/** The questions that each choice answers. */
const queueQuestions: readonly Question['kind'][] = ['callback-windows'];
const questionsAnswered: Readonly<Record<Choice, readonly Question['kind'][]>> = {
  'accept-offer': ['handoff-offer'],
  'decline-offer': ['handoff-offer'],
  'connect-now': [],
  'share-details': [],
  wait: queueQuestions,
  callback: queueQuestions,
  'schedule-call': queueQuestions,
  'cancel-callback': ['callback'],
  email: queueQuestions,
  ticket: queueQuestions,
  'leave-note': queueQuestions,
  'back-to-bot': queueQuestions,
};

/** "Schedule a call" without a window only asks for the free windows, so it answers no question. */
const questionsAnsweredBy = ({ choice, windowStart }: DataOf<'ChoiceMade'>): readonly Question['kind'][] =>
  choice === 'schedule-call' && windowStart === undefined ? [] : questionsAnswered[choice];

const withoutKinds = (questions: readonly Question[], kinds: readonly Question['kind'][]): readonly Question[] =>
  questions.filter((question) => !kinds.includes(question.kind));

const withEntry = (view: ConversationView, entry: TimelineEntry): ConversationView => ({
  ...view,
  entries: [...view.entries, entry],
});

const positionOf = (event: ConversationEvent): EntryPosition => ({ seq: event.seq, at: event.at });

const toMessage = (event: Extract<ConversationEvent, { type: 'MessagePosted' }>): Message => ({
  is: 'message',
  ...positionOf(event),
  messageId: event.data.messageId,
  role: event.data.role,
  text: event.data.text,
  ...(event.data.author === undefined ? {} : { author: event.data.author }),
});

/** A new card replaces the one before; what was chosen counts on while its state stays. */
const withCard = (view: ConversationView, card: WaitingNotice, { at }: EntryPosition): ConversationView => {
  const { since = at, card: before, chosen = [] } = view.waiting ?? {};
  return { ...view, waiting: { since, card, chosen: before?.state === card.state ? chosen : [] } };
};

const withChosen = ({ waiting, ...view }: ConversationView, choice: Choice): ConversationView =>
  waiting === undefined ? view : { ...view, waiting: { ...waiting, chosen: [...waiting.chosen, choice] } };

/** Details that the customer shared are their own message. */
const choiceEntry = ({ seq, at, data }: Extract<ConversationEvent, { type: 'ChoiceMade' }>): TimelineEntry =>
  data.choice === 'share-details' && data.details !== undefined
    ? { is: 'message', seq, at, messageId: `details-${seq}`, role: 'customer', text: data.details }
    : { is: 'choice', seq, at, choice: data.choice };

const applyNotice = (view: ConversationView, notice: Notice, position: EntryPosition): ConversationView => {
  switch (notice.kind) {
    case 'handoff-offer':
    case 'callback-windows':
      return { ...view, questions: [...withoutKinds(view.questions, [notice.kind]), notice] };
    case 'callback': {
      const others = withoutKinds(view.questions, ['callback']);
      return { ...view, questions: notice.state === 'ended' ? others : [...others, notice] };
    }
    case 'waiting':
      return withCard(view, notice, position);
    case 'agent-joined': {
      const agent = { name: notice.agentName, team: notice.team };
      return withEntry({ ...view, agent }, { is: 'joined', ...position, agentName: agent.name, team: agent.team });
    }
    case 'survey':
      return { ...view, openSurveys: [...view.openSurveys, notice.handoffId] };
  }
};

const applyOwnerChange = (
  view: ConversationView,
  data: DataOf<'OwnerChanged'>,
  position: EntryPosition,
): ConversationView => {
  const { waiting, agent, ...rest } = view;
  const next: ConversationView = { ...rest, owner: data.owner, isHumanRequested: false };
  switch (data.owner.kind) {
    case 'queue': {
      return withEntry(
        {
          ...next,
          questions: withoutKinds(view.questions, ['handoff-offer']),
          waiting: { since: position.at, chosen: [] },
        },
        { is: data.previous.kind === 'agent' ? 'requeued' : 'handed-over', ...position },
      );
    }
    case 'agent':
      return { ...next, questions: [], agentJoinedAt: position.at };
    case 'bot': {
      const back = {
        ...next,
        questions: view.questions.filter(({ kind }) => kind === 'callback'),
      };
      return data.previous.kind === 'bot' ? back : withEntry(back, { is: 'back-to-bot', ...position });
    }
  }
};

/** An ended conversation starts again: its entries and open surveys stay, everything else is reset. */
const restart = (
  { seq, entries, openSurveys }: ConversationView,
  { customer, language }: DataOf<'ConversationStarted'>,
): ConversationView => ({
  ...initial,
  seq,
  entries,
  openSurveys,
  ...(customer === undefined ? {} : { customer }),
  ...(language === undefined ? {} : { language }),
});

const applyEvent = (view: ConversationView, event: ConversationEvent): ConversationView => {
  switch (event.type) {
    case 'ConversationStarted':
      return restart(view, event.data);
    case 'CustomerIdentified':
      return { ...view, customer: event.data.customer };
    case 'MessagePosted':
      return event.data.text.trim() === '' ? view : withEntry(view, toMessage(event));
    // The desk loads it with the transcript; the customer is not told.
    case 'AnswerWithheld':
    case 'MessageRefused':
      return view;
    case 'HumanRequested':
      return withEntry(
        {
          ...view,
          isHumanRequested: view.owner?.kind !== 'agent',
          questions: withoutKinds(view.questions, ['handoff-offer']),
        },
        { is: 'human-requested', ...positionOf(event) },
      );
    case 'ChoiceMade':
      return withEntry(
        withChosen(
          { ...view, questions: withoutKinds(view.questions, questionsAnsweredBy(event.data)) },
          event.data.choice,
        ),
        choiceEntry(event),
      );
    case 'CustomerNotified':
      return applyNotice(view, event.data.notice, positionOf(event));
    case 'OwnerChanged':
      return applyOwnerChange(view, event.data, positionOf(event));
    case 'ConversationEnded': {
      const { waiting, ...rest } = view;
      return withEntry(
        { ...rest, questions: [], isHumanRequested: false, isEnded: true },
        { is: 'ended', ...positionOf(event) },
      );
    }
    case 'SurveyAnswered': {
      const openSurveys = view.openSurveys.filter((handoffId) => handoffId !== event.data.handoffId);
      return withEntry(
        { ...view, openSurveys },
        { is: 'survey-answered', ...positionOf(event), stars: event.data.stars },
      );
    }
  }
};

/** Applies one event. Events that were applied before are ignored, so a stream may start over. */
export const evolve = (view: ConversationView, event: ConversationEvent): ConversationView =>
  event.seq <= view.seq ? view : { ...applyEvent(view, event), seq: event.seq };

/** The hand-off whose survey is shown: the oldest open one, but not while the customer talks to an agent. */
export const shownSurvey = ({ openSurveys, owner, isEnded }: ConversationView): string | undefined =>
  owner?.kind === 'agent' && !isEnded ? undefined : openSurveys[0];

/** True where the agent who has the conversation now has written. Not after a transfer, until the next agent writes. */
export const hasAgentReplied = ({ entries }: Pick<ConversationView, 'entries'>, handoffSeq: number): boolean => {
  const joinedAt = entries.findLast((entry) => entry.is === 'joined')?.seq ?? 0;
  const since = Math.max(joinedAt, handoffSeq);
  return entries.some((entry) => entry.is === 'message' && entry.role === 'agent' && entry.seq > since);
};
