import { useCallback, useSyncExternalStore } from 'react';
import { conversationPath } from './api.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import type { ConversationEvent, ConversationEventType, ConversationView } from './state/conversation-view.ts';
import { evolve, initial } from './state/conversation-view.ts';

export interface LiveConversation {
  readonly view: ConversationView;
  readonly connection: ConnectionState;
}

/** The compiler keeps it complete: every event type of the conversation topic is a key. */
const streamedEvents: Readonly<Record<ConversationEventType, true>> = {
  ConversationStarted: true,
  MessagePosted: true,
  AnswerWithheld: true,
  MessageRefused: true,
  CustomerIdentified: true,
  HumanRequested: true,
  ChoiceMade: true,
  CustomerNotified: true,
  OwnerChanged: true,
  ConversationEnded: true,
  SurveyAnswered: true,
};

interface SharedStream {
  current: LiveConversation;
  readonly listeners: Set<() => void>;
  close: () => void;
}

const notConnected: LiveConversation = { view: initial, connection: 'connecting' };
const sharedStreams = new Map<string, SharedStream>();

const sharedStreamOf = (path: string): SharedStream => {
  const known = sharedStreams.get(path);
  if (known !== undefined) return known;
  const created: SharedStream = { current: notConnected, listeners: new Set(), close: () => {} };
  sharedStreams.set(path, created);
  return created;
};

const subscribe = (path: string, listener: () => void): (() => void) => {
  const shared = sharedStreamOf(path);
  let isScheduled = false;
  const changed = (live: LiveConversation) => {
    shared.current = live;
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      for (const each of shared.listeners) each();
    });
  };
  shared.listeners.add(listener);
  if (shared.listeners.size === 1) {
    shared.close = openEventStream(
      path,
      [...Object.keys(streamedEvents), 'reset'],
      ({ type, id: seq, data }) => {
        // The database was restored: the events follow anew.
        if (type === 'reset') return changed({ ...shared.current, view: initial });
        const event = { type, seq: Number(seq), at: (data as { at: number }).at, data } as ConversationEvent;
        changed({ ...shared.current, view: evolve(shared.current.view, event) });
      },
      (connection) => changed({ ...shared.current, connection }),
    );
  }
  return () => {
    shared.listeners.delete(listener);
    if (shared.listeners.size === 0) shared.close();
  };
};

/**
 * The live view of a conversation, `masked` without the secrets in its messages. All users of one conversation share one connection, because a browser allows six
 * per origin over HTTP/1.1. The view is kept for the lifetime of the page, so a second use does not start empty.
 */
export const useConversation = (id: string | undefined, { masked = false } = {}): LiveConversation => {
  const path =
    id === undefined ? undefined : `${conversationPath(id)}/events?heartbeat=true${masked ? '&masked=true' : ''}`;
  return useSyncExternalStore(
    useCallback((listener) => (path === undefined ? () => {} : subscribe(path, listener)), [path]),
    () => (path === undefined ? notConnected : sharedStreamOf(path).current),
  );
};
