import { momentText, say } from '@warmline/locale';
import { useState } from 'react';
import { post } from '../api.ts';
import { serverNow } from '../server-clock.ts';
import type { Callback } from '../state/desk-view.ts';
import { subjectLabel, teamLabel } from '../state/labels.ts';
import { Countdown } from '../ui/components.tsx';
import { browserTimeZone, useLanguage } from '../ui/language.tsx';
import { Briefing } from './briefing.tsx';
import { CustomerLine, Priority } from './handoff-facts.tsx';

interface CallbackCardProps {
  readonly callback: Callback;
  readonly agentId: string;
  readonly onRefused: (message: string) => void;
}

const attemptOutcomes = ['reached', 'no-answer', 'wrong-number'] as const;
const finalOutcomes = ['done'] as const;

/** A callback for this agent: the number, the issue, and buttons to report the result. */
export const CallbackCard = ({ callback: call, agentId, onRefused }: CallbackCardProps) => {
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [totalMs] = useState(() => (call.expiresAt ?? serverNow()) - serverNow());
  const { handoffId, phone, subject, team, attempt, dueBy, expiresAt, handoff } = call;

  const report = async (outcome: string) => {
    setBusy(true);
    const path = `/v1/desk/callbacks/${encodeURIComponent(handoffId)}/attempts`;
    const result = await post(path, { agentId, outcome });
    if (result.ok) return;
    setBusy(false);
    onRefused(result.message);
  };

  return (
    <article className="offer" data-testid="call-card" aria-label={say(language, 'desk.callback')}>
      {expiresAt === null ? <span aria-hidden="true" /> : <Countdown deadline={expiresAt} totalMs={totalMs} />}
      <div className="offer-details">
        <p className="offer-title">
          {handoff ? <Priority handoff={handoff} /> : null}
          <strong data-testid="call-number" dir="auto">
            {phone ?? say(language, 'attempt.no-number')}
          </strong>
          {handoff ? <CustomerLine customer={handoff.context.customer} /> : null}
        </p>
        <p className="hint">
          {say(language, 'attempt.facts', {
            subject: subjectLabel(language, subject),
            team: teamLabel(language, team),
            attempt,
            time: momentText(language, dueBy, { timeZone: browserTimeZone, isOwn: true }),
          })}
        </p>
        {handoff ? <Briefing handoff={handoff} testId="call" /> : null}
      </div>
      <div className="offer-actions">
        {(expiresAt === null ? finalOutcomes : attemptOutcomes).map((outcome) => (
          <button
            key={outcome}
            type="button"
            className={outcome === 'no-answer' || outcome === 'wrong-number' ? 'secondary' : 'primary'}
            data-testid={`call-${outcome}`}
            disabled={busy}
            onClick={() => void report(outcome)}
          >
            {say(language, `attempt.${outcome}`)}
          </button>
        ))}
      </div>
    </article>
  );
};
