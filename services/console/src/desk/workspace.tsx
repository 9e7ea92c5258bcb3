import { say } from '@warmline/locale';
import type { ConnectionState } from '../event-stream.ts';
import { hasAgentReplied } from '../state/conversation-view.ts';
import type { Assignment } from '../state/desk-view.ts';
import { unconfirmedMessages } from '../state/outbox.ts';
import { ConnectionBanner } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { MessageField } from '../ui/message-field.tsx';
import { useConversation } from '../use-conversation.ts';
import type { Outbox } from '../use-outbox.ts';
import { ContextPanel } from './context-panel.tsx';
import { CustomerLine, customerName } from './handoff-facts.tsx';
import { ResolveForm } from './resolve-form.tsx';
import { Thread } from './thread.tsx';

interface WorkspaceProps {
  readonly assignment: Assignment;
  readonly agentId: string;
  readonly agentName: string;
  readonly outbox: Outbox;
  /** Undefined until the agent writes something; until then the composer shows the prepared first line. */
  readonly draft: string | undefined;
  readonly onDraft: (text: string) => void;
  /** The composer takes the focus. */
  readonly wasJustAccepted: boolean;
  readonly deskConnection: ConnectionState;
  readonly onResolved: () => void;
}

/** One conversation at the desk: thread, composer and context. */
export const Workspace = ({
  assignment,
  agentId,
  agentName,
  outbox,
  draft,
  onDraft,
  wasJustAccepted,
  deskConnection,
  onResolved,
}: WorkspaceProps) => {
  const language = useLanguage();
  const { handoff, conversationId } = assignment;
  const { view, connection } = useConversation(conversationId, { masked: true });
  const outgoing = outbox.outgoing.filter((item) => item.to === conversationId);
  const pending = unconfirmedMessages(outgoing, view.entries, 'agent');
  const isPrefilled = draft === undefined && !hasAgentReplied(view, handoff.seq) && outgoing.length === 0;

  return (
    <>
      <div className="workspace">
        <header className="workspace-head">
          <CustomerLine customer={handoff.context.customer ?? view.customer} />
          <ResolveForm agentId={agentId} conversationId={conversationId} onResolved={onResolved} />
        </header>
        <ConnectionBanner connection={deskConnection === 'lost' ? 'connecting' : connection} name="thread" />
        <Thread
          view={view}
          handoff={handoff}
          pending={pending}
          onRetry={outbox.retry}
          names={{ customer: customerName(language, handoff.context.customer), agent: agentName }}
        />
        {isPrefilled ? <p className="hint prefilled">{say(language, 'reply.prepared')}</p> : null}
        <MessageField
          label={say(language, 'reply.label')}
          placeholder={say(language, 'reply.placeholder')}
          testId="desk"
          autoFocus={wasJustAccepted}
          text={isPrefilled ? assignment.suggestedGreeting : (draft ?? '')}
          onText={onDraft}
          onSend={(text) => {
            outbox.send(conversationId, text, view.seq);
            onDraft('');
          }}
        />
      </div>
      <ContextPanel agentId={agentId} handoff={handoff} view={view} />
    </>
  );
};
