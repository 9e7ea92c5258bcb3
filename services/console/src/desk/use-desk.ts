import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { agentPath, get, put } from '../api.ts';
import {
  type Agent,
  type DeskEvent,
  type DeskView,
  evolve,
  initial,
  type Presence,
  type Snapshot,
} from '../state/desk-view.ts';
import { recall, remember } from '../storage.ts';
import { type Link, openStream } from '../stream.ts';

const KEY = 'warmline.desk';
const storage = () => sessionStorage;
const RESYNC_RETRY_MS = 3_000;
const types = ['offer', 'offer-ended', 'assigned', 'closed', 'callback', 'callback-reached', 'callback-ended'] as const;

/** Who sits at this desk, and how present he wants to be; remembered while the tab lives. */
interface Seat {
  readonly agentId: string;
  readonly wants: Presence;
}
const recallSeat = (): Seat => {
  const stored = recall(storage, KEY) as Partial<Seat> | undefined;
  const wants = stored?.wants;
  return {
    agentId: typeof stored?.agentId === 'string' ? stored.agentId : 'mia',
    wants: wants === 'online' || wants === 'away' ? wants : 'offline',
  };
};

export interface Desk {
  readonly seat: Seat;
  readonly view: DeskView;
  readonly link: Link;
  readonly problem: string | undefined;
  readonly report: (words: string | undefined) => void;
  readonly sit: (agentId: string) => void;
  readonly setPresence: (wants: Presence) => void;
  /** Reads the desk again, for when an action was refused because it had changed. */
  readonly resync: () => void;
}

/** The view and its latest revision, which a request needs at the moment it leaves. */
const useDeskView = () => {
  const latest = useRef(initial);
  const [view, tell] = useReducer((_: DeskView, event: DeskEvent | 'reset') => {
    latest.current = event === 'reset' ? initial : evolve(latest.current, event);
    return latest.current;
  }, initial);
  return { view, tell, latest };
};

/** The agent's side: connected only while he wants to be present. */
export const useDesk = (): Desk => {
  const [seat, setSeat] = useState(recallSeat);
  const [link, setLink] = useState<Link>('connecting');
  const [problem, setProblem] = useState<string>();
  const { view, tell, latest } = useDeskView();
  const { agentId, wants } = seat;
  const present = wants !== 'offline';
  const wanted = useRef(wants);
  wanted.current = wants;

  useEffect(() => remember(storage, KEY, seat), [seat]);

  const announce = useCallback(
    async (status: Presence): Promise<boolean> => {
      const answer = await put<Agent>(`${agentPath(agentId)}/presence`, { status });
      setProblem(answer.ok ? undefined : answer.words);
      if (answer.ok) tell({ type: 'presence', data: answer.value });
      return answer.ok;
    },
    [agentId, tell],
  );

  const resync = useCallback(async (): Promise<boolean> => {
    const asOf = latest.current.revision;
    const answer = await get<Snapshot>(agentPath(agentId));
    if (!answer.ok) return false;
    tell({ type: 'synced', data: answer.value, asOf });
    return answer.value.status === wanted.current || announce(wanted.current);
  }, [agentId, announce, latest, tell]);

  useEffect(() => {
    if (!present) return;
    let stopped = false;
    let stop = () => {};
    let retry: ReturnType<typeof setTimeout> | undefined;
    const catchUp = async () => {
      clearTimeout(retry);
      if (!(await resync()) && !stopped) retry = setTimeout(catchUp, RESYNC_RETRY_MS);
    };
    const connect = async () => {
      if (!(await announce(wanted.current))) {
        if (!stopped) retry = setTimeout(connect, RESYNC_RETRY_MS);
        return;
      }
      if (stopped) return;
      stop = openStream(
        `${agentPath(agentId)}/events`,
        types,
        ({ type, data }) => tell({ type, data } as DeskEvent),
        (now) => {
          setLink(now);
          if (now === 'open') void catchUp();
        },
      );
    };
    void connect();
    return () => {
      stopped = true;
      clearTimeout(retry);
      stop();
      setLink('connecting');
      tell('reset');
    };
  }, [present, agentId, announce, resync, tell]);

  const setPresence = (next: Presence) => {
    setSeat({ agentId, wants: next });
    // Going online is announced by connecting.
    if (present) void announce(next);
  };
  return {
    seat,
    view,
    link,
    problem,
    report: setProblem,
    sit: (next) => setSeat({ agentId: next, wants: 'offline' }),
    setPresence,
    resync: () => void resync(),
  };
};
