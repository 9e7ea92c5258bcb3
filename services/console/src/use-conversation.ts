import { useCallback, useSyncExternalStore } from 'react';
import { conversationPath } from './api.ts';
import { type ConnectionState, openEventStream } from './event-stream.ts';
import type { ConversationEvent, ConversationEventType, ConversationView } from './state/conversation-view.ts';
import { evolve, initial } from './state/conversation-view.ts';

export interface LiveConversation {
  readonly view: ConversationView;
  readonly connection: ConnectionState;
}

const eventTypes: readonly ConversationEventType[] = [
  'ConversationStarted',
  'MessagePosted',
  'CustomerIdentified',
  'HumanRequested',
  'ChoiceMade',
  'CustomerNotified',
  'OwnerChanged',
  'ConversationEnded',
  'SurveyAnswered',
];

interface SharedStream {
  current: LiveConversation;
  readonly listeners: Set<() => void>;
  close: () => void;
}

const notConnected: LiveConversation = { view: initial, connection: 'connecting' };
const sharedStreams = new Map<string, SharedStream>();

const sharedStreamOf = (id: string): SharedStream => {
  const known = sharedStreams.get(id);
  if (known !== undefined) return known;
  const created: SharedStream = { current: notConnected, listeners: new Set(), close: () => {} };
  sharedStreams.set(id, created);
  return created;
};

const subscribe = (id: string, listener: () => void): (() => void) => {
  const shared = sharedStreamOf(id);
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
      `${conversationPath(id)}/events`,
      eventTypes,
      ({ type, id: seq, data }) => {
        const event = { type, seq: Number(seq), at: (data as { at: number }).at, data } as ConversationEvent;
        changed({ ...shared.current, view: evolve(shared.current.view, event) });
      },
      (link) => changed({ ...shared.current, connection: link }),
    );
  }
  return () => {
    shared.listeners.delete(listener);
    if (shared.listeners.size === 0) shared.close();
  };
};

/**
 * The conversation as its stream tells it. All who look at one conversation share one connection: a browser has six
 * for an origin over HTTP/1.1. What was read is kept while the page lives, so looking again does not begin empty.
 */
export const useConversation = (id: string | undefined): LiveConversation =>
  useSyncExternalStore(
    useCallback((watcher) => (id === undefined ? () => {} : subscribe(id, watcher)), [id]),
    () => (id === undefined ? notConnected : sharedStreamOf(id).current),
  );
