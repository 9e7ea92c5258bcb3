import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

/** Within this distance of the end, the reader is taken to be at the end. */
const NEAR_END_PX = 80;

/** For a form in a log that goes once it is answered: call the result then, and the log has the focus it took along. */
export const logFocusRestorer = (element: HTMLElement | null): (() => void) => {
  const log = element?.closest<HTMLElement>('[role="log"]');
  return () => log?.focus({ preventScroll: true });
};

const sizeOf = (element: HTMLElement): string => `${element.scrollHeight} ${element.clientHeight}`;

interface LogProps {
  readonly label: string;
  readonly testId: string;
  /** Grows when something is added; the log then follows, unless its reader has scrolled up. */
  readonly length: number;
  /** While true, what is added is the past and is not read out. */
  readonly busy: boolean;
  readonly children: ReactNode;
}

/** A scrolling log that keeps its end in sight and can be scrolled by keyboard. */
export const Log = ({ label, testId, length, busy, children }: LogProps) => {
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
    // What scrolls because the log has just changed its size is not its reader's doing.
    if (element === null || sizeOf(element) !== size.current) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    if (atEnd.current) setHasNewBelow(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the growth that counts
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
        <button type="button" className="to-end" onClick={toEnd}>
          New messages ↓
        </button>
      ) : null}
    </div>
  );
};
