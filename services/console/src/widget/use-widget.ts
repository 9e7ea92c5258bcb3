import { useCallback, useEffect, useRef, useState } from 'react';
import { type Answer, conversationPath, get, post } from '../api.ts';
import { type Live, useConversation } from '../conversation.ts';
import { type Outbox, useOutbox } from '../outbox.ts';
import type { Choice } from '../state/conversation-view.ts';
import {
  type DemoCustomer,
  demoCustomers,
  newSession,
  recallSession,
  rememberSession,
  type Session,
} from './session.ts';

interface Opened {
  readonly externalId: string;
  readonly conversationId: string;
  /** The last event there was when it was opened: up to it the stream tells the past. */
  readonly seq: number;
}
const RESUME_RETRY_MS = 3_000;

/** Only looks, since starting an ended conversation would begin it again; one that was forgotten is started anew. */
const resumed = async (session: Session, conversationId: string): Promise<Answer<Opened>> => {
  const found = await get<Opened>(conversationPath(conversationId));
  return !found.ok && found.status === 404 ? startOf(session) : found;
};

/** Idempotent by its externalId; a key would answer with the sequence of the first time. */
const startOf = (session: Session): Promise<Answer<Opened>> => {
  const { customer } = demoCustomers[session.customer];
  return post<Opened>('/v1/conversations', {
    channel: 'web',
    externalId: session.externalId,
    language: navigator.language.split('-')[0] || 'en',
    ...(customer === undefined ? {} : { customer }),
  });
};

export interface ChoiceDetails {
  readonly choice: Choice;
  readonly offerId?: string;
  readonly handoffId?: string;
  readonly details?: string;
  readonly windowStart?: number;
}
export interface SurveyAnswer {
  readonly handoffId: string;
  readonly context: 'yes' | 'partially' | 're-explain';
  readonly stars: number;
  readonly suggestion?: string;
}

export interface Widget {
  readonly session: Session;
  readonly live: Live;
  /** The past is still being read. */
  readonly catchingUp: boolean;
  readonly outbox: Outbox;
  readonly problem: string | undefined;
  readonly dismiss: () => void;
  readonly say: (text: string) => void;
  readonly askForHuman: () => Promise<boolean>;
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
  readonly answerSurvey: (answer: SurveyAnswer) => Promise<boolean>;
  readonly renew: (customer?: DemoCustomer) => void;
}

/** The customer's side. A conversation is started by the first thing said in it, and taken up again by a reload. */
export const useWidget = (): Widget => {
  const [session, setSession] = useState(recallSession);
  const [opened, setOpened] = useState<Opened>();
  const [problem, setProblem] = useState<string>();
  const opening = useRef(new Map<string, Promise<Answer<Opened>>>());
  const current = opened?.externalId === session.externalId ? opened : undefined;
  const live = useConversation(current?.conversationId);

  const open = useCallback((wanted: Session): Promise<Answer<Opened>> => {
    const known = opening.current.get(wanted.externalId);
    if (known !== undefined) return known;
    const { conversationId } = wanted;
    const begun = (conversationId === undefined ? startOf(wanted) : resumed(wanted, conversationId)).then(
      (answer): Answer<Opened> => {
        if (!answer.ok) {
          opening.current.delete(wanted.externalId);
          return answer;
        }
        const value = { ...answer.value, externalId: wanted.externalId };
        setOpened(value);
        setSession((now) =>
          now.externalId === wanted.externalId ? { ...now, conversationId: value.conversationId } : now,
        );
        return { ok: true, value };
      },
    );
    opening.current.set(wanted.externalId, begun);
    return begun;
  }, []);

  useEffect(() => rememberSession(session), [session]);
  useEffect(() => {
    if (session.conversationId === undefined || current !== undefined) return;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const resume = async () => {
      const answer = await open(session);
      setProblem(answer.ok ? undefined : answer.words);
      if (!answer.ok) retry = setTimeout(resume, RESUME_RETRY_MS);
    };
    void resume();
    return () => clearTimeout(retry);
  }, [session, current, open]);

  const outbox = useOutbox(async (item) => {
    const answer = await open(
      item.to === session.externalId ? session : { externalId: item.to, customer: session.customer },
    );
    if (!answer.ok) return answer;
    return post(
      `${conversationPath(answer.value.conversationId)}/messages`,
      { role: 'customer', text: item.text, externalId: item.id },
      item.key,
    );
  });

  const renew = useCallback((customer?: DemoCustomer) => {
    setProblem(undefined);
    setSession((now) => newSession(customer ?? now.customer));
  }, []);
  /** The session to speak in: what was ended is not spoken in again. */
  const speakable = (): Session => {
    if (!live.view.ended) return session;
    const fresh = newSession(session.customer);
    setSession(fresh);
    return fresh;
  };
  const tell = async (wanted: Session, path: string, body: unknown): Promise<boolean> => {
    const started = await open(wanted);
    const answer = started.ok ? await post(`${conversationPath(started.value.conversationId)}/${path}`, body) : started;
    setProblem(answer.ok ? undefined : answer.words);
    return answer.ok;
  };

  return {
    session,
    live,
    catchingUp: live.view.seq < (current?.seq ?? 0),
    outbox,
    problem,
    dismiss: () => setProblem(undefined),
    say: (text) => {
      const spoken = speakable();
      outbox.send(spoken.externalId, text, spoken === session ? live.view.seq : 0);
    },
    askForHuman: () => tell(speakable(), 'human', {}),
    choose: (choice) => tell(session, 'choices', choice),
    answerSurvey: (answer) => tell(session, 'survey', answer),
    renew,
  };
};
