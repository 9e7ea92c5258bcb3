import { say } from '@warmline/locale';
import type { ReactNode } from 'react';
import type { ConnectionState } from '../event-stream.ts';
import { useTimeLeft } from '../server-clock.ts';
import { useLanguage } from './language.tsx';

const iconPaths = {
  bot: 'M12 3v3M6 8h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Zm3 5v1m6-1v1M2 13v2m20-2v2',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8a7 7 0 0 1 14 0',
  send: 'M4 12 20 4l-6 16-3-7-7-1Z',
  plus: 'M12 5v14M5 12h14',
  clock: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'm5 12 5 5 9-10',
} as const;

/** Decoration; text beside it always has the same meaning. */
export const Icon = ({ name }: { name: keyof typeof iconPaths }) => (
  <svg className={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true">
    <path d={iconPaths[name]} />
  </svg>
);

export const Problem = ({ message, onDismiss }: { message: string | undefined; onDismiss?: () => void }) => {
  const language = useLanguage();
  return (
    <div role="alert">
      {message === undefined ? null : (
        <p className="problem">
          <span dir="auto">{message}</span>
          {onDismiss === undefined ? null : (
            <button
              type="button"
              className="icon-button"
              aria-label={say(language, 'problem.dismiss')}
              onClick={onDismiss}
            >
              <Icon name="close" />
            </button>
          )}
        </p>
      )}
    </div>
  );
};

interface ConnectionBannerProps {
  readonly connection: ConnectionState;
  readonly name: string;
  /** What happens if the connection stays lost. */
  readonly consequence?: string;
}

export const ConnectionBanner = ({ connection, name, consequence = '' }: ConnectionBannerProps) => {
  const language = useLanguage();
  return (
    <div role="status" data-testid={`${name}-connection`}>
      {connection === 'lost' ? (
        <p className="banner">
          {say(language, 'connection.lost')} {consequence}
        </p>
      ) : null}
    </div>
  );
};

interface PillsProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly testId?: string }[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  readonly required?: boolean;
}

/** Radio buttons that look like pills. */
export const Pills = <T extends string>({ legend, name, options, value, onChange, required }: PillsProps<T>) => {
  const language = useLanguage();
  return (
    <fieldset className="pills">
      <legend>
        {legend}
        {required === true ? <span className="hint"> {say(language, 'form.required')}</span> : null}
      </legend>
      {options.map((option) => (
        <label key={option.value} className="pill">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            data-testid={option.testId}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
};

/** The time left until `deadline` as a ring that empties; `totalMs` is a full ring. */
export const Countdown = ({ deadline, totalMs }: { deadline: number; totalMs: number }) => {
  const language = useLanguage();
  const left = useTimeLeft(deadline);
  const seconds = Math.ceil(left / 1000);
  return (
    <span
      className="countdown"
      role="timer"
      aria-live="off"
      aria-label={say(language, 'form.countdown', { count: seconds })}
    >
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle cx="18" cy="18" r="15.5" />
        <circle
          cx="18"
          cy="18"
          r="15.5"
          pathLength={100}
          strokeDasharray={`${Math.min(100, (left / Math.max(1, totalMs)) * 100)} 100`}
        />
      </svg>
      <span aria-hidden="true">{seconds}</span>
    </span>
  );
};

export const Avatar = ({ label, kind }: { label: ReactNode; kind: 'bot' | 'person' }) => (
  <span className={`avatar ${kind}`} aria-hidden="true">
    {label}
  </span>
);
