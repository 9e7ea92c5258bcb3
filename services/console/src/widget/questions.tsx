import { useRef, useState } from 'react';
import type { Choice, ConversationView, NoticeOf, Question } from '../state/conversation-view.ts';
import { choiceWords } from '../state/words.ts';
import { placeOf } from '../ui/log.tsx';
import { CallSlots, PlannedCall } from './calls.tsx';
import { ShareDetails } from './share-details.tsx';
import type { ChoiceDetails } from './use-widget.ts';

interface Asks {
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
}

/** Choices that need a word more before they are of use. */
const asksFor: Partial<Record<Choice, { label: string; type: string; needed: boolean }>> = {
  callback: { label: 'Phone number to call', type: 'tel', needed: true },
  email: { label: 'E-mail address for the answer', type: 'email', needed: true },
  ticket: { label: 'Anything to add', type: 'text', needed: false },
  'leave-note': { label: 'Your note', type: 'text', needed: true },
};
const testIds: Partial<Record<Choice, string>> = { 'accept-offer': 'notice-accept', 'decline-offer': 'notice-decline' };

interface QuickRepliesProps extends Asks {
  readonly choices: readonly Choice[];
  readonly about: { readonly offerId: string } | { readonly handoffId: string };
}

/** Buttons, one for each choice; a choice that needs a word more opens a field. */
const QuickReplies = ({ choices, about, choose }: QuickRepliesProps) => {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<Choice>();
  const [details, setDetails] = useState('');
  const field = asking === undefined ? undefined : asksFor[asking];

  const box = useRef<HTMLDivElement>(null);
  const make = async (choice: Choice) => {
    const keepPlace = placeOf(box.current);
    setBusy(true);
    const said = details.trim();
    const done = await choose({ choice, ...about, ...(said === '' ? {} : { details: said }) });
    if (done) keepPlace();
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
            aria-expanded={asksFor[choice] === undefined ? undefined : asking === choice}
            onClick={() => (asksFor[choice] === undefined ? void make(choice) : setAsking(choice))}
          >
            {choiceWords[choice]}
          </button>
        ))}
      </div>
      {asking === undefined || field === undefined ? null : (
        <form
          className="details"
          onSubmit={(event) => {
            event.preventDefault();
            void make(asking);
          }}
        >
          <label>
            {field.label}
            <input
              // biome-ignore lint/a11y/noAutofocus: focus follows the choice that opened it
              autoFocus
              key={asking}
              type={field.type}
              required={field.needed}
              maxLength={2_000}
              value={details}
              data-testid="choice-details"
              onChange={(event) => setDetails(event.target.value)}
            />
          </label>
          <button type="submit" className="primary" disabled={busy} data-testid="choice-send">
            {choiceWords[asking]}
          </button>
        </form>
      )}
    </>
  );
};

const Offer = ({ offer, choose }: Asks & { offer: NoticeOf<'handoff-offer'> }) => (
  <section className="ask" aria-label="Would you like a person?">
    <h3>Shall we bring in a person?</h3>
    <QuickReplies choices={offer.choices} about={{ offerId: offer.offerId }} choose={choose} />
  </section>
);

const Queued = ({ queued, choose }: Asks & { queued: NoticeOf<'queued'> }) => (
  <section className="ask" aria-label="While you wait">
    <h3>How would you like to go on?</h3>
    <QuickReplies choices={queued.choices} about={{ handoffId: queued.handoffId }} choose={choose} />
  </section>
);

const Closed = ({ closed, choose }: Asks & { closed: NoticeOf<'closed'> }) => (
  <section className="ask" aria-label="We are closed">
    <h3>Our team is away now</h3>
    <p>{closed.hours}</p>
    <QuickReplies choices={closed.choices} about={{ handoffId: closed.handoffId }} choose={choose} />
  </section>
);

const Asked = ({ question, choose, say }: Asks & { question: Question; say: (text: string) => void }) => {
  switch (question.kind) {
    case 'handoff-offer':
      return <Offer offer={question} choose={choose} />;
    case 'share-details':
      return <ShareDetails notice={question} choose={choose} say={say} />;
    case 'queued':
      return <Queued queued={question} choose={choose} />;
    case 'closed':
      return <Closed closed={question} choose={choose} />;
    case 'callback-windows':
      return <CallSlots offered={question} choose={choose} />;
    case 'callback':
      return <PlannedCall call={question} choose={choose} />;
  }
};

const keyOf = (question: Question): string =>
  `${question.kind} ${question.kind === 'handoff-offer' ? question.offerId : question.handoffId}`;

interface QuestionsProps extends Asks {
  readonly view: ConversationView;
  readonly say: (text: string) => void;
}

/** What the customer is asked now. */
export const Questions = ({ view, choose, say }: QuestionsProps) =>
  view.questions.map((question) => <Asked key={keyOf(question)} question={question} choose={choose} say={say} />);
