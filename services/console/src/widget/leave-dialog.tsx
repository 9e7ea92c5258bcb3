import { say } from '@warmline/locale';
import { useEffect, useRef } from 'react';
import type { GivenUp } from '../state/given-up.ts';
import { useLanguage } from '../ui/language.tsx';

interface LeaveDialogProps {
  readonly givenUp: GivenUp;
  readonly onStay: () => void;
  readonly onLeave: () => Promise<void>;
}

/** Asks before a new conversation drops a person, or a place in the queue. */
export const LeaveDialog = ({ givenUp, onStay, onLeave }: LeaveDialogProps) => {
  const language = useLanguage();
  const name = (givenUp.is === 'person' ? givenUp.name : null) ?? say(language, 'chat.agent');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="leave-title" data-testid="leave-dialog" onClose={onStay}>
      <form method="dialog">
        <h3 id="leave-title">
          {givenUp.is === 'person' ? say(language, 'leave.person', { name }) : say(language, 'leave.place')}
        </h3>
        <p>
          {givenUp.is === 'person' ? say(language, 'leave.person-text', { name }) : say(language, 'leave.place-text')}
        </p>
        <div className="dialog-actions">
          <button type="submit" className="secondary" data-testid="leave-stay">
            {say(language, 'leave.stay')}
          </button>
          <button type="button" className="primary" data-testid="leave-confirm" onClick={() => void onLeave()}>
            {say(language, 'leave.confirm')}
          </button>
        </div>
      </form>
    </dialog>
  );
};
