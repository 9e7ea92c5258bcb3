import { useRef, useState } from 'react';
import { Pills } from '../ui/components.tsx';
import { logFocusRestorer } from '../ui/log.tsx';
import type { SurveyAnswer } from './use-widget.ts';

const contextOptions = [
  { value: 'yes', label: 'Yes', testId: 'survey-context-yes' },
  { value: 'partially', label: 'Partially', testId: 'survey-context-partially' },
  { value: 're-explain', label: 'I had to explain again', testId: 'survey-context-re-explain' },
] as const;
const stars = ['1', '2', '3', '4', '5'] as const;

interface SurveyProps {
  readonly handoffId: string;
  readonly answer: (answer: SurveyAnswer) => Promise<boolean>;
}

export const Survey = ({ handoffId, answer }: SurveyProps) => {
  const [context, setContext] = useState<SurveyAnswer['context']>();
  const [rating, setRating] = useState(0);
  const [suggestion, setSuggestion] = useState('');
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  const send = async () => {
    if (context === undefined || rating === 0) return;
    const restoreFocus = logFocusRestorer(box.current);
    setBusy(true);
    const trimmed = suggestion.trim();
    const rest = trimmed === '' ? {} : { suggestion: trimmed };
    const done = await answer({ handoffId, context, stars: rating, ...rest });
    if (done) restoreFocus();
    else setBusy(false);
  };
  return (
    <form
      ref={box}
      className="question survey"
      data-testid="survey-form"
      aria-label="How did it go?"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3>How did it go?</h3>
      <Pills
        legend="Did the person have enough context?"
        name="survey-context"
        options={contextOptions}
        value={context}
        onChange={setContext}
      />
      <fieldset className="stars">
        <legend>How was the help?</legend>
        {stars.map((star) => (
          <label key={star} className={Number(star) <= rating ? 'selected' : ''}>
            <input
              type="radio"
              name="survey-stars"
              value={star}
              checked={rating === Number(star)}
              onChange={() => setRating(Number(star))}
              data-testid={`survey-star-${star}`}
              aria-label={star === '1' ? '1 star' : `${star} stars`}
            />
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8L12 3Z" />
            </svg>
          </label>
        ))}
      </fieldset>
      <label className="field">
        What could be better? <span className="hint">(optional)</span>
        <textarea
          rows={2}
          maxLength={2_000}
          value={suggestion}
          data-testid="survey-suggestion"
          onChange={(event) => setSuggestion(event.target.value)}
        />
      </label>
      <button
        type="submit"
        className="primary"
        data-testid="survey-send"
        disabled={busy || context === undefined || rating === 0}
      >
        Send answer
      </button>
    </form>
  );
};
