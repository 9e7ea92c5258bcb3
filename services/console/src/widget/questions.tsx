import { useRef, useState } from 'react';
import type { Choice, ConversationView, NoticeOf, Question } from '../state/conversation-view.ts';
import { choiceLabels } from '../state/labels.ts';
import { logFocusRestorer } from '../ui/log.tsx';
import { CallbackWindows, ScheduledCallback } from './callbacks.tsx';
import { ShareDetails } from './share-details.tsx';
import type { ChoiceDetails } from './use-widget.ts';

interface ChoiceProps {
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
}

/** Choices that need a word more before they are of use. */
const detailFields: Partial<Record<Choice, { label: string; type: string; needed: boolean }>> = {
  callback: { label: 'Phone number to call', type: 'tel', needed: true },
  email: { label: 'E-mail address for the answer', type: 'email', needed: true },
  ticket: { label: 'Anything to add', type: 'text', needed: false },
  'leave-note': { label: 'Your note', type: 'text', needed: true },
};
const testIds: Partial<Record<Choice, string>> = { 'accept-offer': 'notice-accept', 'decline-offer': 'notice-decline' };

interface QuickRepliesProps extends ChoiceProps {
  readonly choices: readonly Choice[];
  readonly about: { readonly offerId: string } | { readonly handoffId: string };
}

/** Buttons, one for each choice; a choice that needs a word more opens a field. */
const QuickReplies = ({ choices, about, choose }: QuickRepliesProps) => {
  const [busy, setBusy] = useState(false);
  const [openChoice, setOpenChoice] = useState<Choice>();
  const [details, setDetails] = useState('');
  const field = openChoice === undefined ? undefined : detailFields[openChoice];

  const box = useRef<HTMLDivElement>(null);
  const submit = async (choice: Choice) => {
    const restoreFocus = logFocusRestorer(box.current);
    setBusy(true);
    const trimmed = details.trim();
    const done = await choose({ choice, ...about, ...(trimmed === '' ? {} : { details: trimmed }) });
    if (done) restoreFocus();
    else setBusy(false);
  };
  return (
    <>
      <div className="quick-replies" ref={box}>
        {choices.map((choice) => (
          <button
            key={choice}
            type="button"
            className={choice === 'accept-offer' ? 'primary' : 'quiet'}
            data-testid={testIds[choice] ?? `choice-${choice}`}
            disabled={busy}
            aria-expanded={detailFields[choice] === undefined ? undefined : openChoice === choice}
            onClick={() => (detailFields[choice] === undefined ? void submit(choice) : setOpenChoice(choice))}
          >
            {choiceLabels[choice]}
          </button>
        ))}
      </div>
      {openChoice === undefined || field === undefined ? null : (
        <form
          className="details"
          onSubmit={(event) => {
            event.preventDefault();
            void submit(openChoice);
          }}
        >
          <label>
            {field.label}
            <input
              // biome-ignore lint/a11y/noAutofocus: focus follows the choice that opened it
              autoFocus
              key={openChoice}
              type={field.type}
              required={field.needed}
              maxLength={2_000}
              value={details}
              data-testid="choice-details"
              onChange={(event) => setDetails(event.target.value)}
            />
          </label>
          <button type="submit" className="primary" disabled={busy} data-testid="choice-send">
            {choiceLabels[openChoice]}
          </button>
        </form>
      )}
    </>
  );
};

const Offer = ({ offer, choose }: ChoiceProps & { offer: NoticeOf<'handoff-offer'> }) => (
  <section className="ask" aria-label="Would you like a person?">
    <h3>Shall we bring in a person?</h3>
    <QuickReplies choices={offer.choices} about={{ offerId: offer.offerId }} choose={choose} />
  </section>
);

const Queued = ({ queued, choose }: ChoiceProps & { queued: NoticeOf<'queued'> }) => (
  <section className="ask" aria-label="While you wait">
    <h3>How would you like to go on?</h3>
    <QuickReplies choices={queued.choices} about={{ handoffId: queued.handoffId }} choose={choose} />
  </section>
);

const Closed = ({ closed, choose }: ChoiceProps & { closed: NoticeOf<'closed'> }) => (
  <section className="ask" aria-label="We are closed">
    <h3>Our team is away now</h3>
    <p>{closed.hours}</p>
    <QuickReplies choices={closed.choices} about={{ handoffId: closed.handoffId }} choose={choose} />
  </section>
);

const QuestionView = ({
  question,
  choose,
  sendMessage,
}: ChoiceProps & { question: Question; sendMessage: (text: string) => void }) => {
  switch (question.kind) {
    case 'handoff-offer':
      return <Offer offer={question} choose={choose} />;
    case 'share-details':
      return <ShareDetails notice={question} choose={choose} sendMessage={sendMessage} />;
    case 'queued':
      return <Queued queued={question} choose={choose} />;
    case 'closed':
      return <Closed closed={question} choose={choose} />;
    case 'callback-windows':
      return <CallbackWindows notice={question} choose={choose} />;
    case 'callback':
      return <ScheduledCallback notice={question} choose={choose} />;
  }
};

const keyOf = (question: Question): string =>
  `${question.kind} ${question.kind === 'handoff-offer' ? question.offerId : question.handoffId}`;

interface QuestionsProps extends ChoiceProps {
  readonly view: ConversationView;
  readonly sendMessage: (text: string) => void;
}

/** What the customer is asked now. */
export const Questions = ({ view, choose, sendMessage }: QuestionsProps) =>
  view.questions.map((question) => (
    <QuestionView key={keyOf(question)} question={question} choose={choose} sendMessage={sendMessage} />
  ));
