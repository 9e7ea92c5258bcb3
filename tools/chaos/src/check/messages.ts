import { positionOf, type Violation, violation } from '@warmline/testing/history-violation';
import { type ClientLog, type ClientRequest, isAccepted } from '../client-log.ts';
import type { ObservedRecord } from '../observation/observed-record.ts';

const groupOfType = (
  applied: readonly ObservedRecord[],
  type: string,
  by: (record: ObservedRecord) => string | undefined,
) =>
  Map.groupBy(
    applied.filter((record) => record.type === type),
    (record) => by(record) ?? '',
  );
const describeRequest = ({ what, key, conversationId, answers }: ClientRequest): string =>
  `${what} ${key}${conversationId === undefined ? '' : ` of ${conversationId}`}, answered ${JSON.stringify(answers)}`;

/** An accepted message is published once, under the id and the sequence of its answer. */
export const checkMessages = (applied: readonly ObservedRecord[], clientLog: ClientLog): Violation[] => {
  const found: Violation[] = [];
  const byTag = groupOfType(applied, 'MessagePosted', (record) => record.data.tag);
  for (const [tag, records] of byTag)
    if (tag !== '' && records.length > 1)
      found.push(
        violation('doubled', 'message-twice', `${tag} was posted ${records.length} times`, records.map(positionOf)),
      );
  for (const request of clientLog.requests) {
    if (request.tag === undefined || !isAccepted(request)) continue;
    const [posted] = byTag.get(request.tag) ?? [];
    if (posted === undefined) {
      found.push(violation('lost', 'accepted-message', `${describeRequest(request)}: no MessagePosted`));
      continue;
    }
    for (const { status, messageId, seq } of request.answers)
      if (status === 201 && (messageId !== posted.data.messageId || seq !== posted.data.seq))
        found.push(
          violation(
            'doubled',
            'two-answers',
            `${describeRequest(request)}: posted as ${posted.data.messageId} ${posted.data.seq}`,
            [positionOf(posted)],
          ),
        );
  }
  return found;
};

/** The event of each command. `once`: the client requests it once, so there is exactly one event. */
const expectedEffects: Partial<Record<ClientRequest['what'], { readonly type: string; readonly once: boolean }>> = {
  start: { type: 'ConversationStarted', once: false },
  human: { type: 'HumanRequested', once: true },
  choice: { type: 'ChoiceMade', once: true },
  end: { type: 'ConversationEnded', once: false },
  survey: { type: 'SurveyAnswered', once: false },
  accept: { type: 'OfferAccepted', once: false },
  decline: { type: 'OfferDeclined', once: false },
  resolve: { type: 'HandoffResolved', once: false },
};

/** Every other accepted command has its event; one requested once has exactly one. */
export const checkCommands = (applied: readonly ObservedRecord[], clientLog: ClientLog): Violation[] => {
  const found: Violation[] = [];
  const eventsByConversation = Map.groupBy(applied, (record) => `${record.type} ${record.data.conversationId}`);
  for (const request of clientLog.requests) {
    const effect = expectedEffects[request.what];
    if (effect === undefined || !isAccepted(request)) continue;
    const conversationId = request.conversationId ?? request.answers.find((a) => a.conversationId)?.conversationId;
    const records = eventsByConversation.get(`${effect.type} ${conversationId}`) ?? [];
    const what = `${describeRequest(request)}: ${records.length} ${effect.type}`;
    if (records.length === 0) found.push(violation('lost', 'accepted-command', what));
    if (effect.once && records.length > 1)
      found.push(violation('doubled', 'command-twice', what, records.map(positionOf)));
  }
  return found;
};

/** Every customer message is scored once and assessed once. A late score is recorded as missed, at most once. */
export const checkAssessments = (applied: readonly ObservedRecord[]): Violation[] => {
  const found: Violation[] = [];
  const scores = groupOfType(applied, 'SentimentScored', (record) => record.data.messageId);
  const verdicts = groupOfType(applied, 'EscalationAssessed', (record) => record.data.messageId);
  const missed = groupOfType(applied, 'ScoreMissed', (record) => record.data.messageId);
  for (const message of applied) {
    if (message.type !== 'MessagePosted' || message.data.role !== 'customer') continue;
    const { messageId = '', conversationId } = message.data;
    const expectCount = (of: Map<string, ObservedRecord[]>, name: string, atLeast: number): void => {
      const records = of.get(messageId) ?? [];
      const what = `message ${messageId} of ${conversationId} (${positionOf(message)}): ${records.length} ${name}`;
      if (records.length < atLeast) found.push(violation('lost', 'assessment', what, records.map(positionOf)));
      if (records.length > 1) found.push(violation('doubled', 'assessment', what, records.map(positionOf)));
    };
    expectCount(scores, 'SentimentScored', 1);
    expectCount(verdicts, 'EscalationAssessed', 1);
    expectCount(missed, 'ScoreMissed', 0);
  }
  return found;
};
