import { say } from '@warmline/locale';
import { useRef, useState } from 'react';
import { Pills } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { logFocusRestorer } from '../ui/log.tsx';
import type { SurveyAnswer } from './use-widget.ts';

const contextAnswers = ['yes', 'partially', 're-explain'] as const;
const stars = ['1', '2', '3', '4', '5'] as const;

interface SurveyProps {
  readonly handoffId: string;
  readonly answer: (answer: SurveyAnswer) => Promise<boolean>;
}

export const Survey = ({ handoffId, answer }: SurveyProps) => {
  const language = useLanguage();
  const contextOptions = contextAnswers.map((value) => ({
    value,
    label: say(language, `survey.context-${value}`),
    testId: `survey-context-${value}`,
  }));
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
      aria-label={say(language, 'survey.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3>{say(language, 'survey.title')}</h3>
      <Pills
        legend={say(language, 'survey.context')}
        name="survey-context"
        options={contextOptions}
        value={context}
        onChange={setContext}
      />
      <fieldset className="stars">
        <legend>{say(language, 'survey.help')}</legend>
        {stars.map((star) => (
          <label key={star} className={Number(star) <= rating ? 'selected' : ''}>
            <input
              type="radio"
              name="survey-stars"
              value={star}
              checked={rating === Number(star)}
              onChange={() => setRating(Number(star))}
              data-testid={`survey-star-${star}`}
              aria-label={say(language, 'survey.stars', { count: Number(star) })}
            />
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8L12 3Z" />
            </svg>
          </label>
        ))}
      </fieldset>
      <label className="field">
        {say(language, 'survey.better')} <span className="hint">{say(language, 'form.optional')}</span>
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
        {say(language, 'survey.send')}
      </button>
    </form>
  );
};
