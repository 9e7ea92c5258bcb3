import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiResult, conversationPath, get, post } from '../api.ts';
import type { Choice } from '../state/conversation-view.ts';
import { type GivenUp, givenUpBy } from '../state/given-up.ts';
import { browserTimeZone, pageLanguage } from '../ui/language.tsx';
import { type LiveConversation, useConversation } from '../use-conversation.ts';
import { type Outbox, useOutbox } from '../use-outbox.ts';
import { type DemoCustomer, demoCustomers, loadSession, newSession, type Session, saveSession } from './session.ts';

interface OpenedConversation {
  readonly externalId: string;
  readonly conversationId: string;
  /** `seq` of the last event when it was opened; events up to it are history. */
  readonly seq: number;
}
const RESUME_RETRY_MS = 3_000;

/** Reads the conversation, because starting an ended one would reopen it. A conversation that no longer exists is started. */
const resumeConversation = async (session: Session, conversationId: string): Promise<ApiResult<OpenedConversation>> => {
  const found = await get<OpenedConversation>(conversationPath(conversationId));
  return !found.ok && found.status === 404 ? startConversation(session) : found;
};

/** Idempotent by externalId. It has no Idempotency-Key of its own: the stored response would have an old `seq`. */
const startConversation = (session: Session): Promise<ApiResult<OpenedConversation>> => {
  const customer = demoCustomers[session.customer];
  return post<OpenedConversation>('/v1/conversations', {
    channel: 'web',
    externalId: session.externalId,
    language: pageLanguage,
    timeZone: browserTimeZone,
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
  readonly conversation: LiveConversation;
  /** History is still loading. */
  readonly isCatchingUp: boolean;
  readonly outbox: Outbox;
  readonly problem: string | undefined;
  readonly dismiss: () => void;
  readonly sendMessage: (text: string) => void;
  readonly requestHuman: () => Promise<boolean>;
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
  readonly answerSurvey: (answer: SurveyAnswer) => Promise<boolean>;
  /** Asks first if that gives up a person or a place in the queue. */
  readonly startNew: (customer?: DemoCustomer) => void;
  /** The open question whether to leave, and its two answers. */
  readonly leaving:
    | { readonly givenUp: GivenUp; readonly stay: () => void; readonly leave: () => Promise<void> }
    | undefined;
}

/** State and actions of the widget. The first message starts a conversation; a reload resumes it. */
export const useWidget = (): Widget => {
  const [session, setSession] = useState(loadSession);
  const [opened, setOpened] = useState<OpenedConversation>();
  const [problem, setProblem] = useState<string>();
  /** Who starts a new conversation once they have confirmed that they leave this one. */
  const [nextCustomer, setNextCustomer] = useState<DemoCustomer>();
  const opening = useRef(new Map<string, Promise<ApiResult<OpenedConversation>>>());
  const current = opened?.externalId === session.externalId ? opened : undefined;
  const conversation = useConversation(current?.conversationId);

  const open = useCallback((target: Session): Promise<ApiResult<OpenedConversation>> => {
    const known = opening.current.get(target.externalId);
    if (known !== undefined) return known;
    const { conversationId } = target;
    const starting = (
      conversationId === undefined ? startConversation(target) : resumeConversation(target, conversationId)
    ).then((answer): ApiResult<OpenedConversation> => {
      if (!answer.ok) {
        opening.current.delete(target.externalId);
        return answer;
      }
      const value = { ...answer.value, externalId: target.externalId };
      setOpened(value);
      setSession((now) =>
        now.externalId === target.externalId ? { ...now, conversationId: value.conversationId } : now,
      );
      return { ok: true, value };
    });
    opening.current.set(target.externalId, starting);
    return starting;
  }, []);

  useEffect(() => saveSession(session), [session]);
  useEffect(() => {
    if (session.conversationId === undefined || current !== undefined) return;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const resume = async () => {
      const answer = await open(session);
      setProblem(answer.ok ? undefined : answer.message);
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

  const begin = (customer: DemoCustomer) => {
    setProblem(undefined);
    setNextCustomer(undefined);
    setSession(newSession(customer));
  };
  const givenUp = givenUpBy(conversation.view);
  // The question is moot once the conversation has ended, or went back to the bot.
  if (givenUp === undefined && nextCustomer !== undefined) setNextCustomer(undefined);
  /** Ending it frees the person, or the place, for others. */
  const leave = async (customer: DemoCustomer) => {
    if (await postToConversation(session, 'end', {})) begin(customer);
    else setNextCustomer(undefined);
  };
  /** The session for the next message: a new one if the conversation has ended. */
  const writableSession = (): Session => {
    if (!conversation.view.isEnded) return session;
    const fresh = newSession(session.customer);
    setSession(fresh);
    return fresh;
  };
  const postToConversation = async (target: Session, path: string, body: unknown): Promise<boolean> => {
    const started = await open(target);
    const answer = started.ok ? await post(`${conversationPath(started.value.conversationId)}/${path}`, body) : started;
    setProblem(answer.ok ? undefined : answer.message);
    return answer.ok;
  };

  return {
    session,
    conversation,
    isCatchingUp:
      conversation.view.seq < (current?.seq ?? 0) || (session.conversationId !== undefined && current === undefined),
    outbox,
    problem,
    dismiss: () => setProblem(undefined),
    sendMessage: (text) => {
      const used = writableSession();
      outbox.send(used.externalId, text, used === session ? conversation.view.seq : 0);
    },
    requestHuman: () => postToConversation(writableSession(), 'human', {}),
    choose: (choice) => postToConversation(session, 'choices', choice),
    answerSurvey: (answer) => postToConversation(session, 'survey', answer),
    startNew: (customer = session.customer) => (givenUp === undefined ? begin(customer) : setNextCustomer(customer)),
    leaving:
      nextCustomer === undefined || givenUp === undefined
        ? undefined
        : { givenUp, stay: () => setNextCustomer(undefined), leave: () => leave(nextCustomer) },
  };
};
