import type { AgentStatus, DataOf } from '@warmline/contracts';

export type Handoff = DataOf<'HandoffRequested'>;

export interface Agent {
  readonly agentId: string;
  readonly name: string;
  readonly status: AgentStatus;
  readonly teams: readonly string[];
  /** Conversations at the same time. */
  readonly capacity: number;
}
export interface Offer {
  readonly offerId: string;
  readonly handoffId: string;
  readonly conversationId: string;
  readonly expiresAt: number;
  readonly team: string;
  readonly waitedMs: number;
  readonly why: DataOf<'HandoffOfferedToAgent'>['why'];
  readonly handoff: Handoff;
}
export interface Assignment {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly handoff: Handoff;
  readonly suggestedGreeting: string;
}
/** A call that the agent has to make; each attempt is a new one. */
export interface Callback {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly phone: string | null;
  readonly subject: string;
  readonly team: string;
  readonly attempt: number;
  /** The customer was promised a call by then. */
  readonly dueBy: number;
  /** The callback goes to another agent then; null: the agent is talking to the customer. */
  readonly expiresAt: number | null;
  /** Absent once the gateway no longer keeps it. */
  readonly handoff?: Handoff | null;
}
/** The state of the desk at the gateway. */
export interface Snapshot extends Agent {
  readonly offers: readonly Offer[];
  readonly conversations: readonly Assignment[];
  readonly callbacks: readonly Callback[];
}

export type DeskEvent =
  | { readonly type: 'offer'; readonly data: Offer }
  | { readonly type: 'offer-ended'; readonly data: { readonly offerId: string; readonly handoffId: string } }
  | { readonly type: 'assigned'; readonly data: Assignment }
  | { readonly type: 'context-added'; readonly data: { readonly handoffId: string; readonly handoff: Handoff | null } }
  | { readonly type: 'closed'; readonly data: { readonly handoffId: string; readonly conversationId: string } }
  | { readonly type: 'callback'; readonly data: Callback }
  | { readonly type: 'callback-reached' | 'callback-ended'; readonly data: { readonly handoffId: string } }
  /** The status, as this or another tab has set it; `offline` also after the connection was lost for too long. */
  | { readonly type: 'presence'; readonly data: Pick<Agent, 'status'> }
  | { readonly type: 'signed-in'; readonly data: Agent }
  /** `asOf`: the revision of the view when the snapshot was requested. */
  | { readonly type: 'synced'; readonly data: Snapshot; readonly asOf: number };

export type StreamedDeskEvent = Exclude<DeskEvent, { readonly type: 'signed-in' | 'synced' }>;

interface Revisioned {
  /** The revision of its latest event. */
  readonly revision: number;
}
export interface DeskView {
  /** Grows by one with every event of the stream. */
  readonly revision: number;
  readonly agent?: Agent;
  readonly offers: readonly (Offer & Revisioned)[];
  readonly conversations: readonly (Assignment & Revisioned)[];
  readonly callbacks: readonly (Callback & Revisioned)[];
  /** Ended offers and hand-offs, with the revision they ended at. */
  readonly endedAtRevision: ReadonlyMap<string, number>;
}

export const initial: DeskView = {
  revision: 0,
  offers: [],
  conversations: [],
  callbacks: [],
  endedAtRevision: new Map(),
};

const toAgent = ({ agentId, name, status, teams, capacity }: Agent): Agent => ({
  agentId,
  name,
  status,
  teams,
  capacity,
});

/**
 * Merges a snapshot into the view: the snapshot counts for everything up to `asOf`, the stream for everything after it.
 * So neither a slow response nor a missed event leaves an ended offer on the desk.
 */
const applySnapshot = (view: DeskView, snapshot: Snapshot, asOf: number): DeskView => {
  const merge = <T>(
    theirs: readonly T[],
    ours: readonly (T & Revisioned)[],
    key: (item: T) => string,
  ): (T & Revisioned)[] => {
    const newer = ours.filter((item) => item.revision > asOf);
    const known = new Set(newer.map(key));
    const current = theirs.filter(
      (item) => !known.has(key(item)) && (view.endedAtRevision.get(key(item)) ?? 0) <= asOf,
    );
    return [...current.map((item) => ({ ...item, revision: asOf })), ...newer];
  };
  return {
    ...view,
    agent: toAgent(snapshot),
    offers: merge<Offer>(snapshot.offers, view.offers, (offer) => offer.offerId),
    conversations: merge<Assignment>(snapshot.conversations, view.conversations, (own) => own.handoffId),
    callbacks: merge<Callback>(snapshot.callbacks, view.callbacks, (call) => call.handoffId),
  };
};

export const evolve = (view: DeskView, event: DeskEvent): DeskView => {
  if (event.type === 'synced') return applySnapshot(view, event.data, event.asOf);
  if (event.type === 'signed-in') return { ...view, agent: toAgent(event.data) };
  if (event.type === 'presence')
    return view.agent === undefined ? view : { ...view, agent: { ...view.agent, status: event.data.status } };
  const revision = view.revision + 1;
  const next = { ...view, revision };
  const withEnded = (id: string): ReadonlyMap<string, number> => new Map(view.endedAtRevision).set(id, revision);
  switch (event.type) {
    case 'offer': {
      const others = view.offers.filter((offer) => offer.offerId !== event.data.offerId);
      return view.endedAtRevision.has(event.data.offerId)
        ? view
        : { ...next, offers: [...others, { ...event.data, revision }] };
    }
    case 'offer-ended': {
      const { offerId } = event.data;
      return {
        ...next,
        offers: view.offers.filter((offer) => offer.offerId !== offerId),
        endedAtRevision: withEnded(offerId),
      };
    }
    case 'callback': {
      const others = view.callbacks.filter((call) => call.handoffId !== event.data.handoffId);
      return { ...next, callbacks: [...others, { ...event.data, revision }] };
    }
    case 'callback-reached': {
      const reached = (call: Callback & Revisioned) =>
        call.handoffId === event.data.handoffId ? { ...call, expiresAt: null, revision } : call;
      return { ...next, callbacks: view.callbacks.map(reached) };
    }
    case 'callback-ended': {
      const { handoffId } = event.data;
      return {
        ...next,
        callbacks: view.callbacks.filter((call) => call.handoffId !== handoffId),
        endedAtRevision: withEnded(handoffId),
      };
    }
    case 'assigned': {
      const { handoffId } = event.data;
      return {
        ...next,
        offers: view.offers.filter((offer) => offer.handoffId !== handoffId),
        conversations: [
          ...view.conversations.filter((own) => own.handoffId !== handoffId),
          { ...event.data, revision },
        ],
      };
    }
    case 'context-added': {
      const { handoffId, handoff } = event.data;
      if (handoff === null) return view;
      const refreshed = <T extends { readonly handoffId: string }>(own: T): T =>
        own.handoffId === handoffId ? { ...own, handoff } : own;
      return { ...next, offers: view.offers.map(refreshed), conversations: view.conversations.map(refreshed) };
    }
    case 'closed': {
      const { handoffId } = event.data;
      return {
        ...next,
        conversations: view.conversations.filter((own) => own.handoffId !== handoffId),
        endedAtRevision: withEnded(handoffId),
      };
    }
  }
};
