import { useCallback, useSyncExternalStore } from 'react';
import { conversationPath } from './api.ts';
import type { ConversationEvent, ConversationEventType, ConversationView } from './state/conversation-view.ts';
import { evolve, initial } from './state/conversation-view.ts';
import { type Link, openStream } from './stream.ts';

export interface Live {
  readonly view: ConversationView;
  readonly link: Link;
}

const types: readonly ConversationEventType[] = [
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

interface Feed {
  live: Live;
  readonly watchers: Set<() => void>;
  close: () => void;
}

const nothing: Live = { view: initial, link: 'connecting' };
const feeds = new Map<string, Feed>();

const feedOf = (id: string): Feed => {
  const known = feeds.get(id);
  if (known !== undefined) return known;
  const feed: Feed = { live: nothing, watchers: new Set(), close: () => {} };
  feeds.set(id, feed);
  return feed;
};

const watch = (id: string, watcher: () => void): (() => void) => {
  const feed = feedOf(id);
  let due = false;
  const changed = (live: Live) => {
    feed.live = live;
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      for (const each of feed.watchers) each();
    });
  };
  feed.watchers.add(watcher);
  if (feed.watchers.size === 1) {
    feed.close = openStream(
      `${conversationPath(id)}/events`,
      types,
      ({ type, id: seq, data }) => {
        const event = { type, seq: Number(seq), at: (data as { at: number }).at, data } as ConversationEvent;
        changed({ ...feed.live, view: evolve(feed.live.view, event) });
      },
      (link) => changed({ ...feed.live, link }),
    );
  }
  return () => {
    feed.watchers.delete(watcher);
    if (feed.watchers.size === 0) feed.close();
  };
};

/**
 * The conversation as its stream tells it. All who look at one conversation share one connection: a browser has six
 * for an origin over HTTP/1.1. What was read is kept while the page lives, so looking again does not begin empty.
 */
export const useConversation = (id: string | undefined): Live =>
  useSyncExternalStore(
    useCallback((watcher) => (id === undefined ? () => {} : watch(id, watcher)), [id]),
    () => (id === undefined ? nothing : feedOf(id).live),
  );
