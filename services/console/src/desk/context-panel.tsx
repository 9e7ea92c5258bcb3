import type { ReactNode } from 'react';
import type { ConversationView } from '../state/conversation-view.ts';
import type { Handoff } from '../state/desk-view.ts';
import { durationText, fieldLabel, humanise } from '../state/labels.ts';
import { CustomerLine, Priority, sentimentText } from './handoff-facts.tsx';
import { SentimentChart } from './sentiment-chart.tsx';
import { Transcript } from './transcript.tsx';

const PanelSection = ({ title, testId, children }: { title: string; testId?: string; children: ReactNode }) => (
  <section className="panel-section" data-testid={testId}>
    <h4>{title}</h4>
    {children}
  </section>
);

const List = ({ items, none }: { items: readonly string[]; none: string }) =>
  items.length === 0 ? (
    <p className="hint">{none}</p>
  ) : (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );

interface ContextPanelProps {
  readonly handoff: Handoff;
  readonly view: ConversationView;
}

/** The context of the hand-off, so that the agent need not ask again. */
export const ContextPanel = ({ handoff, view }: ContextPanelProps) => {
  const { context, metadata } = handoff;
  const { customer, summary } = context;
  const waited = view.agentJoinedAt === undefined ? undefined : view.agentJoinedAt - handoff.requestedAt;
  return (
    <aside className="context-panel" aria-label="Context of the conversation">
      {handoff.sentiment_recovery ? (
        <p className="agent-note" data-testid="panel-note">
          <strong>Customer frustrated.</strong> {handoff.agent_note ?? 'Show empathy first, then solve the issue.'}
        </p>
      ) : null}
      <PanelSection title="Priority" testId="panel-priority">
        <Priority handoff={handoff} />
        <ul className="priority-reasons">
          {handoff.priority_reasons.map(({ reason, points }) => (
            <li key={reason}>
              {reason} <span className="number">{points > 0 ? `+${points}` : points}</span>
            </li>
          ))}
        </ul>
      </PanelSection>
      <PanelSection title="Customer" testId="panel-customer">
        <CustomerLine customer={customer} />
      </PanelSection>
      <dl className="fact-list">
        <div>
          <dt>Subject</dt>
          <dd>{humanise(handoff.subject)}</dd>
        </div>
        <div>
          <dt>Wait</dt>
          <dd>{waited === undefined ? '…' : durationText(waited)}</dd>
        </div>
        <div>
          <dt>Sentiment</dt>
          <dd>{sentimentText(handoff)}</dd>
        </div>
        <div>
          <dt>Bot confidence</dt>
          <dd>{metadata.ai_confidence === undefined ? 'unknown' : `${Math.round(metadata.ai_confidence * 100)} %`}</dd>
        </div>
      </dl>
      <SentimentChart scores={context.sentiment.scores} />
      <PanelSection title="Summary" testId="panel-summary">
        <p>{summary.text}</p>
        {summary.written_by === undefined ? null : <p className="hint">Written by {summary.written_by}</p>}
        <p className="hint">
          {humanise(summary.escalation_reason)} · {summary.messages} messages in{' '}
          {durationText(summary.duration_s * 1000)}
        </p>
      </PanelSection>
      <PanelSection title="Likely issue" testId="panel-likely-issue">
        <p>{context.likely_issue}</p>
      </PanelSection>
      <PanelSection title="Recommended actions" testId="panel-actions">
        <List items={context.recommended_actions} none="None" />
      </PanelSection>
      {context.escalation_template === undefined ? null : (
        <PanelSection title="Note for passing it on" testId="panel-template">
          <p>{context.escalation_template}</p>
        </PanelSection>
      )}
      <PanelSection title="Already tried" testId="panel-attempted">
        <List items={metadata.attempted_solutions} none="Nothing" />
      </PanelSection>
      <PanelSection title="Missing information" testId="panel-missing">
        {context.missing.length === 0 ? (
          <p className="hint">Nothing is missing.</p>
        ) : (
          <p className="tags">
            {context.missing.map((field) => (
              <span key={field} className="tag">
                {fieldLabel(field)}
              </span>
            ))}
          </p>
        )}
      </PanelSection>
      <Transcript conversationId={handoff.conversationId} />
    </aside>
  );
};
