import { say } from '@warmline/locale';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useLanguage } from './language.tsx';

/** Closer to the end than this, the reader counts as being at the end. */
const NEAR_END_PX = 80;

/** For a form that disappears when it is answered: the returned function moves the focus to the log around it. */
export const logFocusRestorer = (element: HTMLElement | null): (() => void) => {
  const log = element?.closest<HTMLElement>('[role="log"]');
  return () => log?.focus({ preventScroll: true });
};

const sizeOf = (element: HTMLElement): string => `${element.scrollHeight} ${element.clientHeight}`;

interface LogProps {
  readonly label: string;
  readonly testId: string;
  /** Number of entries. When it grows, the log scrolls to the end unless the reader has scrolled up. */
  readonly length: number;
  /** While true, screen readers do not announce new entries, because they are old ones being loaded. */
  readonly busy: boolean;
  readonly children: ReactNode;
}

/** A scrolling log that stays at its end and can be scrolled by keyboard. */
export const Log = ({ label, testId, length, busy, children }: LogProps) => {
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const size = useRef('');
  const atEnd = useRef(true);
  const [hasNewBelow, setHasNewBelow] = useState(false);

  const toEnd = useCallback(() => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, []);
  const onScroll = () => {
    const element = box.current;
    // The log scrolled because its size changed, not because the reader scrolled.
    if (element === null || sizeOf(element) !== size.current) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    if (atEnd.current) setHasNewBelow(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: has to run when the length changes
  useEffect(() => setHasNewBelow(!atEnd.current), [length]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (box.current !== null) size.current = sizeOf(box.current);
      if (atEnd.current) toEnd();
    });
    for (const element of [box.current, content.current]) if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, [toEnd]);

  return (
    <div className="log-frame">
      <div
        ref={box}
        className="log"
        role="log"
        aria-label={label}
        aria-live="polite"
        aria-busy={busy}
        data-testid={testId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div ref={content}>{children}</div>
      </div>
      {hasNewBelow ? (
        <button type="button" className="scroll-to-end" onClick={toEnd}>
          {say(language, 'chat.new-messages')}
        </button>
      ) : null}
    </div>
  );
};
