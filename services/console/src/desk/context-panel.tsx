import { formatTag, say } from '@warmline/locale';
import type { ReactNode } from 'react';
import type { ConversationView } from '../state/conversation-view.ts';
import type { Handoff } from '../state/desk-view.ts';
import { fieldLabel, spanText, subjectLabel } from '../state/labels.ts';
import { useLanguage } from '../ui/language.tsx';
import { Briefing } from './briefing.tsx';
import { CustomerLine, escalationReason, Priority, sentimentText } from './handoff-facts.tsx';
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
        <li key={item} dir="auto">
          {item}
        </li>
      ))}
    </ul>
  );

interface ContextPanelProps {
  readonly agentId: string;
  readonly handoff: Handoff;
  readonly view: ConversationView;
}

/** The context of the hand-off, so that the agent need not ask again. */
export const ContextPanel = ({ agentId, handoff, view }: ContextPanelProps) => {
  const language = useLanguage();
  const { context, metadata } = handoff;
  const { customer, summary } = context;
  const waited = view.agentJoinedAt === undefined ? undefined : view.agentJoinedAt - handoff.requestedAt;
  return (
    <aside className="context-panel" aria-label={say(language, 'panel.label')}>
      {handoff.sentiment_recovery ? (
        <p className="agent-note" data-testid="panel-note">
          <strong>{say(language, 'panel.frustrated')}</strong>{' '}
          <span dir="auto">{handoff.agent_note ?? say(language, 'panel.empathy')}</span>
        </p>
      ) : null}
      <PanelSection title={say(language, 'panel.priority')} testId="panel-priority">
        <Priority handoff={handoff} />
        <ul className="priority-reasons">
          {handoff.priority_reasons.map(({ reason, points }) => (
            <li key={reason}>
              {reason} <span className="number">{points > 0 ? `+${points}` : points}</span>
            </li>
          ))}
        </ul>
      </PanelSection>
      <PanelSection title={say(language, 'panel.customer')} testId="panel-customer">
        <CustomerLine customer={customer} />
      </PanelSection>
      <dl className="fact-list">
        <div>
          <dt>{say(language, 'panel.subject')}</dt>
          <dd>{subjectLabel(language, handoff.subject)}</dd>
        </div>
        <div>
          <dt>{say(language, 'panel.wait')}</dt>
          <dd>{waited === undefined ? '…' : spanText(language, waited)}</dd>
        </div>
        <div>
          <dt>{say(language, 'panel.sentiment')}</dt>
          <dd>{sentimentText(language, handoff)}</dd>
        </div>
        <div>
          <dt>{say(language, 'panel.confidence')}</dt>
          <dd>
            {metadata.ai_confidence === undefined
              ? say(language, 'panel.unknown')
              : new Intl.NumberFormat(formatTag(language), { style: 'percent' }).format(metadata.ai_confidence)}
          </dd>
        </div>
      </dl>
      <SentimentChart scores={context.sentiment.scores} />
      <PanelSection title={say(language, 'panel.summary')} testId="panel-summary">
        <Briefing handoff={handoff} testId="panel" />
        {summary.written_by === undefined ? null : (
          <p className="hint">{say(language, 'panel.written-by', { author: summary.written_by })}</p>
        )}
        <p className="hint">
          {say(language, 'panel.messages', {
            reason: escalationReason(language, handoff),
            count: summary.messages,
            duration: spanText(language, summary.duration_s * 1000),
          })}
        </p>
      </PanelSection>
      <PanelSection title={say(language, 'panel.issue')} testId="panel-likely-issue">
        <p dir="auto">{context.likely_issue}</p>
      </PanelSection>
      <PanelSection title={say(language, 'panel.actions')} testId="panel-actions">
        <List items={context.recommended_actions} none={say(language, 'panel.none')} />
      </PanelSection>
      {context.escalation_template === undefined ? null : (
        <PanelSection title={say(language, 'panel.template')} testId="panel-template">
          <p>{context.escalation_template}</p>
        </PanelSection>
      )}
      <PanelSection title={say(language, 'panel.missing')} testId="panel-missing">
        {context.missing.length === 0 ? (
          <p className="hint">{say(language, 'panel.complete')}</p>
        ) : (
          <p className="tags">
            {context.missing.map((field) => (
              <span key={field} className="tag">
                {fieldLabel(language, field)}
              </span>
            ))}
          </p>
        )}
      </PanelSection>
      <Transcript conversationId={handoff.conversationId} agentId={agentId} />
    </aside>
  );
};
