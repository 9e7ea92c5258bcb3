import { useEffect, useRef } from 'react';
import type { GivenUp } from '../state/given-up.ts';

interface LeaveDialogProps {
  readonly givenUp: GivenUp;
  readonly onStay: () => void;
  readonly onLeave: () => Promise<void>;
}

/** Asks before a new conversation drops a person, or a place in the queue. */
export const LeaveDialog = ({ givenUp, onStay, onLeave }: LeaveDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="leave-title" data-testid="leave-dialog" onClose={onStay}>
      <form method="dialog">
        <h3 id="leave-title">
          {givenUp.is === 'person' ? `Leave the conversation with ${givenUp.name}?` : 'Leave the queue?'}
        </h3>
        <p>
          {givenUp.is === 'person'
            ? `A new conversation ends this one, and ${givenUp.name} is told that you left.`
            : 'A new conversation ends this one, and you lose your place in the queue.'}
        </p>
        <div className="dialog-actions">
          <button type="submit" className="secondary" data-testid="leave-stay">
            Stay here
          </button>
          <button type="button" className="primary" data-testid="leave-confirm" onClick={() => void onLeave()}>
            End it and start a new one
          </button>
        </div>
      </form>
    </dialog>
  );
};
