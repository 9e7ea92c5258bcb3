import { say } from '@warmline/locale';
import { addedToSummary, briefingOf } from '../state/briefing.ts';
import type { Handoff } from '../state/desk-view.ts';
import { useLanguage } from '../ui/language.tsx';

/** What the customer wants now, what is known, what was tried and what was before. `testId` begins the test ids of the parts. */
export const Briefing = ({ handoff, testId }: { handoff: Handoff; testId: string }) => {
  const language = useLanguage();
  return (
    <>
      <dl className="briefing">
        {briefingOf(language, handoff).map(({ name, title, lines }) => (
          <div key={name} data-testid={`${testId}-${name}`}>
            <dt>{title}</dt>
            {lines.length === 0 ? <dd className="hint">{say(language, 'panel.nothing')}</dd> : null}
            {lines.map((line) => (
              <dd key={line} dir="auto">
                {line}
              </dd>
            ))}
          </div>
        ))}
      </dl>
      {addedToSummary(handoff).map((line) => (
        <p key={line} dir="auto">
          {line}
        </p>
      ))}
    </>
  );
};
