import { placeOf, type Rec } from '../facts/record.ts';
import { type Asked, accepted, type Ledger } from '../ledger.ts';
import { type Violation, violation } from './violation.ts';

const group = (applied: readonly Rec[], type: string, by: (record: Rec) => string | undefined) =>
  Map.groupBy(
    applied.filter((record) => record.type === type),
    (record) => by(record) ?? '',
  );
const nameOf = ({ what, key, conversationId, answers }: Asked): string =>
  `${what} ${key}${conversationId === undefined ? '' : ` of ${conversationId}`}, answered ${JSON.stringify(answers)}`;

/** A message that was accepted is told once, under the id and the sequence the client was given, and to nobody twice. */
export const checkMessages = (applied: readonly Rec[], ledger: Ledger): Violation[] => {
  const found: Violation[] = [];
  const byTag = group(applied, 'MessagePosted', (record) => record.data.tag);
  for (const [tag, records] of byTag)
    if (tag !== '' && records.length > 1)
      found.push(
        violation('doubled', 'message-twice', `${tag} was posted ${records.length} times`, records.map(placeOf)),
      );
  for (const asked of ledger.asked) {
    if (asked.tag === undefined || !accepted(asked)) continue;
    const [posted] = byTag.get(asked.tag) ?? [];
    if (posted === undefined) {
      found.push(violation('lost', 'accepted-message', `${nameOf(asked)}: no MessagePosted`));
      continue;
    }
    for (const { status, messageId, seq } of asked.answers)
      if (status === 201 && (messageId !== posted.data.messageId || seq !== posted.data.seq))
        found.push(
          violation(
            'doubled',
            'two-answers',
            `${nameOf(asked)}: posted as ${posted.data.messageId} ${posted.data.seq}`,
            [placeOf(posted)],
          ),
        );
  }
  return found;
};

/** What each command leaves behind; those a client asks for once leave one. */
const effects: Partial<Record<Asked['what'], { readonly type: string; readonly once: boolean }>> = {
  start: { type: 'ConversationStarted', once: false },
  human: { type: 'HumanRequested', once: true },
  choice: { type: 'ChoiceMade', once: true },
  end: { type: 'ConversationEnded', once: false },
  survey: { type: 'SurveyAnswered', once: false },
  accept: { type: 'OfferAccepted', once: false },
  decline: { type: 'OfferDeclined', once: false },
  resolve: { type: 'HandoffResolved', once: false },
};

/** Whatever else was accepted has left its event, and what was asked for once is told once. */
export const checkCommands = (applied: readonly Rec[], ledger: Ledger): Violation[] => {
  const found: Violation[] = [];
  const told = Map.groupBy(applied, (record) => `${record.type} ${record.data.conversationId}`);
  for (const asked of ledger.asked) {
    const effect = effects[asked.what];
    if (effect === undefined || !accepted(asked)) continue;
    const conversationId = asked.conversationId ?? asked.answers.find((a) => a.conversationId)?.conversationId;
    const records = told.get(`${effect.type} ${conversationId}`) ?? [];
    const what = `${nameOf(asked)}: ${records.length} ${effect.type}`;
    if (records.length === 0) found.push(violation('lost', 'accepted-command', what));
    if (effect.once && records.length > 1)
      found.push(violation('doubled', 'command-twice', what, records.map(placeOf)));
  }
  return found;
};

/** What the customer said is scored once and judged once. A score may be late, and is recorded as missed then. */
export const checkJudgements = (applied: readonly Rec[]): Violation[] => {
  const found: Violation[] = [];
  const scores = group(applied, 'SentimentScored', (record) => record.data.messageId);
  const verdicts = group(applied, 'EscalationAssessed', (record) => record.data.messageId);
  const missed = group(applied, 'ScoreMissed', (record) => record.data.messageId);
  for (const message of applied) {
    if (message.type !== 'MessagePosted' || message.data.role !== 'customer') continue;
    const { messageId = '', conversationId } = message.data;
    const count = (of: Map<string, Rec[]>, name: string, fewest: number): void => {
      const there = of.get(messageId) ?? [];
      const what = `message ${messageId} of ${conversationId} (${placeOf(message)}): ${there.length} ${name}`;
      if (there.length < fewest) found.push(violation('lost', 'judgement', what, there.map(placeOf)));
      if (there.length > 1) found.push(violation('doubled', 'judgement', what, there.map(placeOf)));
    };
    count(scores, 'SentimentScored', 1);
    count(verdicts, 'EscalationAssessed', 1);
    count(missed, 'ScoreMissed', 0);
  }
  return found;
};
