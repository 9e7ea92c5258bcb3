import { say } from '@warmline/locale';
import { useEffect, useRef, useState } from 'react';
import { conversationPath, get } from '../api.ts';
import type { Assignment } from '../state/desk-view.ts';
import { initials, subjectLabel } from '../state/labels.ts';
import { Avatar } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { customerName, Priority } from './handoff-facts.tsx';

const POLL_INTERVAL_MS = 5_000;

/** The conversations with new events since the agent last looked at them. Polls each of them every 5 s. */
const useUnread = (others: readonly string[], open: string | undefined): ReadonlySet<string> => {
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  const lastSeenSeq = useRef(new Map<string, number>());
  const ids = others.join(' ');
  useEffect(() => {
    if (open !== undefined) lastSeenSeq.current.delete(open);
    setUnread((now) => new Set([...now].filter((id) => id !== open)));
    if (ids === '') return;
    const poll = async () => {
      for (const id of ids.split(' ')) {
        const answer = await get<{ seq: number }>(conversationPath(id));
        if (!answer.ok) continue;
        const before = lastSeenSeq.current.get(id);
        if (before === undefined) lastSeenSeq.current.set(id, answer.value.seq);
        else if (answer.value.seq > before) setUnread((now) => new Set(now).add(id));
      }
    };
    void poll();
    const timer = setInterval(poll, POLL_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [ids, open]);
  return unread;
};

interface ConversationListProps {
  readonly conversations: readonly Assignment[];
  readonly selected: string | undefined;
  readonly select: (handoffId: string) => void;
}

export const ConversationList = ({ conversations, selected, select }: ConversationListProps) => {
  const language = useLanguage();
  const open = conversations.find((assignment) => assignment.handoffId === selected)?.conversationId;
  const unread = useUnread(
    conversations
      .filter((assignment) => assignment.handoffId !== selected)
      .map((assignment) => assignment.conversationId),
    open,
  );
  return (
    <nav className="conversation-list" aria-label={say(language, 'desk.conversations')}>
      <h3>
        {say(language, 'desk.conversations')} <span className="count">{conversations.length}</span>
      </h3>
      <ul>
        {conversations.map((assignment) => (
          <li key={assignment.handoffId}>
            <button
              type="button"
              className="conversation-item"
              data-testid="conversation-item"
              aria-current={assignment.handoffId === selected}
              onClick={() => select(assignment.handoffId)}
            >
              <Avatar kind="person" label={initials(customerName(language, assignment.handoff.context.customer))} />
              <span>
                <strong>{customerName(language, assignment.handoff.context.customer)}</strong>
                <span className="hint">{subjectLabel(language, assignment.handoff.subject)}</span>
                <Priority handoff={assignment.handoff} />
              </span>
              {unread.has(assignment.conversationId) ? (
                <span className="unread">{say(language, 'desk.unread')}</span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
};
