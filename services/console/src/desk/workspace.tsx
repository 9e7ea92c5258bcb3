import { useConversation } from '../conversation.ts';
import type { Outbox } from '../outbox.ts';
import type { Assignment } from '../state/desk-view.ts';
import { unconfirmed } from '../state/outbox.ts';
import type { Link } from '../stream.ts';
import { MessageField } from '../ui/message-field.tsx';
import { ConnectionBanner } from '../ui/parts.tsx';
import { CustomerLine, nameOf } from './facts.tsx';
import { Panel } from './panel.tsx';
import { ResolveForm } from './resolve-form.tsx';
import { Thread } from './thread.tsx';

interface WorkspaceProps {
  readonly own: Assignment;
  readonly agentId: string;
  readonly agentName: string;
  readonly outbox: Outbox;
  /** Undefined until the agent has written anything: then the first line stands in the composer. */
  readonly draft: string | undefined;
  readonly onDraft: (text: string) => void;
  /** This agent has just accepted it: the composer takes the focus. */
  readonly justTaken: boolean;
  readonly deskLink: Link;
  readonly resolved: () => void;
}

/** One conversation at the desk: its thread, the composer, and what is known of it. */
export const Workspace = ({
  own,
  agentId,
  agentName,
  outbox,
  draft,
  onDraft,
  justTaken,
  deskLink,
  resolved,
}: WorkspaceProps) => {
  const { handoff, conversationId } = own;
  const { view, link } = useConversation(conversationId);
  const written = outbox.outgoing.filter((item) => item.to === conversationId);
  const pending = unconfirmed(written, view.entries, 'agent');
  const spoken = view.entries.some(
    (entry) => entry.is === 'message' && entry.role === 'agent' && entry.seq > handoff.seq,
  );
  const prefilled = draft === undefined && !spoken && written.length === 0;

  return (
    <>
      <div className="work">
        <header className="work-head">
          <CustomerLine customer={handoff.context.customer ?? view.customer} />
          <ResolveForm agentId={agentId} conversationId={conversationId} resolved={resolved} />
        </header>
        <ConnectionBanner link={deskLink === 'lost' ? 'connecting' : link} name="thread" />
        <Thread
          view={view}
          handoff={handoff}
          pending={pending}
          onRetry={outbox.retry}
          names={{ customer: nameOf(handoff.context.customer), agent: agentName }}
        />
        {prefilled ? <p className="hint prefilled">First line from the summary. Change it as you like.</p> : null}
        <MessageField
          label="Your reply"
          placeholder="Write a reply…"
          testId="desk"
          focused={justTaken}
          text={prefilled ? own.firstLine : (draft ?? '')}
          onText={onDraft}
          onSend={(text) => {
            outbox.send(conversationId, text, view.seq);
            onDraft('');
          }}
        />
      </div>
      <Panel handoff={handoff} view={view} />
    </>
  );
};
