import { say } from '@warmline/locale';
import type { ConversationView, NoticeOf, Question } from '../state/conversation-view.ts';
import { useLanguage } from '../ui/language.tsx';
import { CallbackWindows, ScheduledCallback } from './callbacks.tsx';
import { type ChoiceProps, QuickReplies } from './quick-replies.tsx';

const Offer = ({ offer, choose }: ChoiceProps & { offer: NoticeOf<'handoff-offer'> }) => {
  const language = useLanguage();
  return (
    <section className="question" aria-label={say(language, 'offer.label')}>
      <h3>{say(language, 'offer.question')}</h3>
      <QuickReplies choices={offer.choices} about={{ offerId: offer.offerId }} choose={choose} />
    </section>
  );
};

const QuestionView = ({ question, choose }: ChoiceProps & { question: Question }) => {
  switch (question.kind) {
    case 'handoff-offer':
      return <Offer offer={question} choose={choose} />;
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
}

/** The questions that are open now. */
export const Questions = ({ view, choose }: QuestionsProps) =>
  view.questions.map((question) => <QuestionView key={keyOf(question)} question={question} choose={choose} />);
