import type { DataOf, Instant } from '@warmline/contracts';

type Notice = DataOf<'CustomerNotified'>['notice'];
type Choice = DataOf<'ChoiceMade'>['choice'];
interface ChoiceData {
  readonly choice: Choice;
  readonly details?: string | undefined;
  readonly windowStart?: Instant | undefined;
}

/**
 * The question that a typed message may answer: the last one the product asked. `repeated` = asked again after an answer that could
 * not be told; `passed` = the customer wrote something else since.
 */
export type OpenQuestion = (
  | { readonly is: 'offer'; readonly offerId: string }
  | {
      readonly is: 'queue';
      readonly handoffId: string;
      /** Choices in the order of their numbers. */
      readonly choices: readonly Choice[];
      /** Choices by name only: numbers mean the newer ones. */
      readonly others: readonly Choice[];
    }
  | { readonly is: 'windows'; readonly handoffId: string; readonly starts: readonly Instant[] }
  | { readonly is: 'survey'; readonly handoffId: string }
  /** What the choice lacks: a telephone number or an e-mail address. */
  | { readonly is: 'contact'; readonly handoffId: string; readonly data: ChoiceData }
) & { readonly repeated?: true; readonly passed?: true };

const WAITING: readonly Choice[] = ['connect-now', 'share-details', 'wait'];

/** A card that only changes its numbers asks nothing new, and a question about one of its choices goes on. */
const questionOfCard = (before: OpenQuestion | null, notice: Extract<Notice, { kind: 'waiting' }>): OpenQuestion => {
  const { handoffId } = notice;
  const choices = [...notice.choices, ...notice.otherWays];
  const isSame =
    before !== null &&
    'handoffId' in before &&
    before.handoffId === handoffId &&
    (before.is === 'windows' || before.is === 'contact' || (before.is === 'queue' && isEqual(before.choices, choices)));
  return isSame ? before : { is: 'queue', handoffId, choices, others: WAITING };
};

const isEqual = (a: readonly Choice[], b: readonly Choice[]): boolean => a.join() === b.join();

/** The open question after a notice to the customer. */
export const questionAfterNotice = (before: OpenQuestion | null, notice: Notice): OpenQuestion | null => {
  switch (notice.kind) {
    case 'handoff-offer':
      return { is: 'offer', offerId: notice.offerId };
    case 'waiting':
      return questionOfCard(before, notice);
    case 'callback-windows':
      return notice.windows.length === 0
        ? before
        : { is: 'windows', handoffId: notice.handoffId, starts: notice.windows.map(({ from }) => from) };
    case 'survey':
      return { is: 'survey', handoffId: notice.handoffId };
    case 'agent-joined':
      return null;
    case 'callback':
      return before;
  }
};

/** A bot that asks or answers on after the customer wrote something else closes the question to typed answers, not to buttons. */
export const questionAfterBot = (before: OpenQuestion | null, text: string): OpenQuestion | null => {
  if (before === null || !before.passed) return before;
  return before.is === 'survey' && !/[?؟]|\b1\b/.test(text) ? before : null;
};
