import type { AgentStatus } from '@warmline/contracts';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { agentPath, get, put } from '../api.ts';
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
  offer: true,
  'offer-ended': true,
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

/** State and actions of the desk. It is connected only while the agent is online or away. */
export const useDesk = (): Desk => {
  const [session, setSession] = useState(loadDeskSession);
  const [connection, setConnection] = useState<ConnectionState>('connecting');
  const [problem, setProblem] = useState<string>();
  const { view, dispatch, latest } = useDeskView();
  const { agentId, requestedPresence } = session;
  const isPresent = requestedPresence !== 'offline';
  const latestPresence = useRef(requestedPresence);
  latestPresence.current = requestedPresence;

  useEffect(() => writeStorage(storage, STORAGE_KEY, session), [session]);

  const putPresence = useCallback(
    async (status: AgentStatus): Promise<boolean> => {
      const answer = await put<Agent>(`${agentPath(agentId)}/presence`, { status });
      setProblem(answer.ok ? undefined : answer.message);
      if (answer.ok) dispatch({ type: 'presence', data: answer.value });
      return answer.ok;
    },
    [agentId, dispatch],
  );

  const resync = useCallback(async (): Promise<boolean> => {
    const asOf = latest.current.revision;
    const answer = await get<Snapshot>(agentPath(agentId));
    if (!answer.ok) return false;
    dispatch({ type: 'synced', data: answer.value, asOf });
    return answer.value.status === latestPresence.current || putPresence(latestPresence.current);
  }, [agentId, putPresence, latest, dispatch]);

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
      if (!(await putPresence(latestPresence.current))) {
        if (!stopped) retry = setTimeout(connect, RESYNC_RETRY_MS);
        return;
      }
      if (stopped) return;
      stop = openEventStream(
        `${agentPath(agentId)}/events`,
        Object.keys(streamedEvents),
        ({ type, data }) => dispatch({ type, data } as DeskEvent),
        (now) => {
          setConnection(now);
          if (now === 'open') void catchUp();
        },
      );
    };
    void connect();
    return () => {
      stopped = true;
      clearTimeout(retry);
      stop();
      setConnection('connecting');
      dispatch('reset');
    };
  }, [isPresent, agentId, putPresence, resync, dispatch]);

  const setPresence = (next: AgentStatus) => {
    setSession({ agentId, requestedPresence: next });
    // Going online is announced by connecting.
    if (isPresent) void putPresence(next);
  };
  return {
    session,
    view,
    connection,
    problem,
    showProblem: setProblem,
    selectAgent: (next) => setSession({ agentId: next, requestedPresence: 'offline' }),
    setPresence,
    resync: () => void resync(),
  };
};
