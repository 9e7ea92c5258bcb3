import { useEffect, useRef, useState } from 'react';
import { conversationPath, get } from '../api.ts';
import type { Assignment } from '../state/desk-view.ts';
import { initials, plain } from '../state/words.ts';
import { Avatar } from '../ui/parts.tsx';
import { nameOf, Priority } from './facts.tsx';

const LOOK_EVERY_MS = 5_000;

/** Which of the conversations that are not open have moved since they were last looked at. */
const useUnseen = (others: readonly string[], open: string | undefined): ReadonlySet<string> => {
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set());
  const seen = useRef(new Map<string, number>());
  const ids = others.join(' ');
  useEffect(() => {
    if (open !== undefined) seen.current.delete(open);
    setUnseen((now) => new Set([...now].filter((id) => id !== open)));
    if (ids === '') return;
    const look = async () => {
      for (const id of ids.split(' ')) {
        const answer = await get<{ seq: number }>(conversationPath(id));
        if (!answer.ok) continue;
        const before = seen.current.get(id);
        if (before === undefined) seen.current.set(id, answer.value.seq);
        else if (answer.value.seq > before) setUnseen((now) => new Set(now).add(id));
      }
    };
    void look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [ids, open]);
  return unseen;
};

interface ConversationListProps {
  readonly conversations: readonly Assignment[];
  readonly selected: string | undefined;
  readonly select: (handoffId: string) => void;
}

export const ConversationList = ({ conversations, selected, select }: ConversationListProps) => {
  const open = conversations.find((own) => own.handoffId === selected)?.conversationId;
  const unseen = useUnseen(
    conversations.filter((own) => own.handoffId !== selected).map((own) => own.conversationId),
    open,
  );
  return (
    <nav className="mine" aria-label="My conversations">
      <h3>
        Mine <span className="count">{conversations.length}</span>
      </h3>
      <ul>
        {conversations.map((own) => (
          <li key={own.handoffId}>
            <button
              type="button"
              className="own-item"
              data-testid="conversation-item"
              aria-current={own.handoffId === selected}
              onClick={() => select(own.handoffId)}
            >
              <Avatar kind="person" label={initials(nameOf(own.handoff.context.customer))} />
              <span>
                <strong>{nameOf(own.handoff.context.customer)}</strong>
                <span className="hint">{plain(own.handoff.subject)}</span>
                <Priority handoff={own.handoff} />
              </span>
              {unseen.has(own.conversationId) ? <span className="new">New</span> : null}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
};
