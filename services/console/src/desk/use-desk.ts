import type { AgentStatus } from '@warmline/contracts';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { agentPath, get, postOnce, put } from '../api.ts';
import { type ConnectionState, openEventStream } from '../event-stream.ts';
import {
  type Agent,
  type DeskEvent,
  type DeskView,
  evolve,
  initial,
  type Snapshot,
  type StreamedDeskEvent,
} from '../state/desk-view.ts';
import { readStorage, writeStorage } from '../storage.ts';

const STORAGE_KEY = 'warmline.desk';
const storage = () => sessionStorage;
const RESYNC_RETRY_MS = 3_000;
/** The compiler keeps it complete: every streamed event type is a key. */
const streamedEvents: Readonly<Record<StreamedDeskEvent['type'], true>> = {
  presence: true,
  offer: true,
  'offer-ended': true,
  'context-added': true,
  assigned: true,
  closed: true,
  callback: true,
  'callback-reached': true,
  'callback-ended': true,
};

/** The agent at this desk and the presence they chose; kept for the lifetime of the tab. */
interface DeskSession {
  readonly agentId: string;
  readonly requestedPresence: AgentStatus;
}
const loadDeskSession = (): DeskSession => {
  const stored = readStorage(storage, STORAGE_KEY) as Partial<DeskSession> | undefined;
  const requestedPresence = stored?.requestedPresence;
  return {
    agentId: typeof stored?.agentId === 'string' ? stored.agentId : 'mia',
    requestedPresence: requestedPresence === 'online' || requestedPresence === 'away' ? requestedPresence : 'offline',
  };
};

export interface Desk {
  readonly session: DeskSession;
  readonly view: DeskView;
  readonly connection: ConnectionState;
  /** The agent went offline without this tab: its connection was lost for too long, or another tab did it. */
  readonly isSignedOff: boolean;
  readonly problem: string | undefined;
  readonly showProblem: (message: string | undefined) => void;
  readonly selectAgent: (agentId: string) => void;
  readonly setPresence: (presence: AgentStatus) => void;
  /** Loads the desk again, for example after an action was refused because the desk had changed. */
  readonly resync: () => void;
}

/** The view, and a ref to it: a request needs the latest revision at the moment it is sent. */
const useDeskView = () => {
  const latest = useRef(initial);
  const [view, dispatch] = useReducer((_: DeskView, event: DeskEvent | 'reset') => {
    latest.current = event === 'reset' ? initial : evolve(latest.current, event);
    return latest.current;
  }, initial);
  return { view, dispatch, latest };
};

/**
 * State and actions of the desk. It is connected only while the agent is online or away. The gateway keeps the status while the
 * connection is lost, so a tab announces it once, and from then on shows what the gateway says.
 */
export const useDesk = (): Desk => {
  const [session, setSession] = useState(loadDeskSession);
  const [connection, setConnection] = useState<ConnectionState>('connecting');
  const [problem, setProblem] = useState<string>();
  const { view, dispatch, latest } = useDeskView();
  const { agentId, requestedPresence } = session;
  const isPresent = requestedPresence !== 'offline';
  const latestPresence = useRef(requestedPresence);
  latestPresence.current = requestedPresence;
  const isAnnounced = useRef(isPresent);
  /** Counts the sign-ins of this tab: an answer to one that is over says nothing about the next. */
  const signIn = useRef(0);
  const [isSignedOff, setSignedOff] = useState(false);

  useEffect(() => writeStorage(storage, STORAGE_KEY, session), [session]);

  const putPresence = useCallback(
    async (status: AgentStatus): Promise<boolean> => {
      const awaitsStream = status !== 'offline';
      const asked = signIn.current;
      const answer = await put<Agent>(`${agentPath(agentId)}/presence`, { status, awaitsStream });
      setProblem(answer.ok ? undefined : answer.message);
      if (answer.ok && awaitsStream && asked === signIn.current) {
        isAnnounced.current = true;
        dispatch({ type: 'signed-in', data: answer.value });
      }
      return answer.ok;
    },
    [agentId, dispatch],
  );

  const resync = useCallback(async (): Promise<boolean> => {
    const asOf = latest.current.revision;
    const asked = signIn.current;
    const answer = await get<Snapshot>(agentPath(agentId));
    if (asked !== signIn.current) return answer.ok;
    if (answer.ok) dispatch({ type: 'synced', data: answer.value, asOf });
    // The gateway has lost this desk: the agent signs in again.
    else if (answer.status === 404) setSession((now) => ({ ...now, requestedPresence: 'offline' }));
    return answer.ok;
  }, [agentId, latest, dispatch]);

  const status = isPresent ? view.agent?.status : undefined;
  useEffect(() => {
    if (status === undefined || status === latestPresence.current) return;
    setSession((now) => ({ ...now, requestedPresence: status }));
    if (status === 'offline') setSignedOff(true);
  }, [status]);

  useEffect(() => {
    if (!isPresent) return;
    let stopped = false;
    let stop = () => {};
    let retry: ReturnType<typeof setTimeout> | undefined;
    const catchUp = async () => {
      clearTimeout(retry);
      if (!(await resync()) && !stopped) retry = setTimeout(catchUp, RESYNC_RETRY_MS);
    };
    const connect = async () => {
      if (!(await (isAnnounced.current ? resync() : putPresence(latestPresence.current)))) {
        if (!stopped) retry = setTimeout(connect, RESYNC_RETRY_MS);
        return;
      }
      if (stopped) return;
      stop = openEventStream(
        `${agentPath(agentId)}/events?heartbeat=true`,
        Object.keys(streamedEvents),
        ({ type, data }) => dispatch({ type, data } as DeskEvent),
        (now) => {
          setConnection(now);
          if (now === 'open') void catchUp();
        },
        async (streamId, everyMs) => {
          const path = `${agentPath(agentId)}/streams/${encodeURIComponent(streamId)}/heartbeat`;
          const answer = await postOnce(path, {}, everyMs);
          return answer.ok || answer.status !== 404;
        },
      );
    };
    void connect();
    return () => {
      stopped = true;
      signIn.current++;
      clearTimeout(retry);
      stop();
      setConnection('connecting');
      dispatch('reset');
    };
  }, [isPresent, agentId, putPresence, resync, dispatch]);

  const setPresence = async (next: AgentStatus): Promise<void> => {
    setSignedOff(false);
    setSession({ agentId, requestedPresence: next });
    // Going online is announced by connecting.
    if (!isPresent) isAnnounced.current = false;
    else if (!(await putPresence(next))) setSession({ agentId, requestedPresence });
  };
  return {
    session,
    view,
    connection,
    isSignedOff,
    problem,
    showProblem: setProblem,
    selectAgent: (next) => {
      setSignedOff(false);
      setSession({ agentId: next, requestedPresence: 'offline' });
    },
    setPresence: (next) => void setPresence(next),
    resync: () => void resync(),
  };
};
