import type { BotTurnDetails, Customer, DataOf, Owner, Policy } from '@warmline/contracts';
import { loadPolicy } from '@warmline/service-kit/policy-file';

/** The default policies. Stories run with the policy of a fresh installation. */
const defaultPolicy = (name: string) =>
  loadPolicy(new URL(`../../../deploy/defaults/${name}`, import.meta.url).pathname);
export const policy = defaultPolicy('policy.yaml');
/** A function, since few specs need this one and parsing takes 50 ms. */
export const loadDirectPolicy = (): Policy => defaultPolicy('policy-direct.yaml');

export const START = 1_760_000_000_000;
const conversation = { conversationId: 'c-1', tenantId: 'default' };

/** Events of one conversation with sequence numbers as the gateway gives them. Create one per story. */
export const conversationEvents = () => {
  let seq = 0;
  const line = (type: string, data: object) => ({ type, data: { ...conversation, seq: ++seq, ...data } });
  return {
    started: (customer?: Customer) => ({
      ...line('ConversationStarted', {
        channel: 'web',
        externalId: 'widget-1',
        language: 'en',
        policyVersion: policy.version,
        hasBot: true,
        ...(customer && { customer }),
      }),
      at: START,
    }),
    /** A customer message with this smoothed pNegative, calm by default; `null` where its score did not arrive in time. */
    says: (text: string, pNegative: number | null = 0.3, score = pNegative === null ? 0 : 0.5 - pNegative) => {
      const posted = line('MessagePosted', { messageId: `m-${seq + 1}`, role: 'customer', text, epoch: 1 });
      const scored: DataOf<'SentimentScored'> | null =
        pNegative === null
          ? null
          : {
              ...conversation,
              seq,
              messageId: `m-${seq}`,
              score,
              pNegative,
              label: pNegative >= 0.6 ? 'negative' : 'neutral',
              language: 'en',
              words: [],
              smoothed: { score, pNegative, trend: pNegative >= 0.6 ? 'falling' : 'steady' },
            };
      return { ...posted, score: scored };
    },
    answers: (text: string, bot: BotTurnDetails = {}) =>
      line('MessagePosted', { messageId: `m-${seq + 1}`, role: 'bot', text, epoch: 1, bot }),
    withholds: (text: string) => line('AnswerWithheld', { messageId: `m-${seq + 1}`, text, epoch: 1 }),
    pressesTalkToHuman: (details?: string) => line('HumanRequested', details === undefined ? {} : { details }),
    chooses: (choice: DataOf<'ChoiceMade'>['choice'], more: object = {}) => line('ChoiceMade', { choice, ...more }),
    identified: (customer: Customer) => line('CustomerIdentified', { customer }),
    owned: (kind: Owner['kind']) =>
      line('OwnerChanged', {
        owner: { kind, id: `${kind}-1`, epoch: 2 },
        previous: { kind: 'bot', id: 'b', epoch: 1 },
        reason: 'x',
      }),
    ended: () => line('ConversationEnded', { by: 'customer' }),
  };
};

export const assessedAs = (is: 'none' | 'offer' | 'immediate', rules: readonly string[] = []) => ({
  type: 'EscalationAssessed',
  data: { verdict: is, rules },
});
export const handedOver = (data: object = {}) => ({ type: 'HandoffRequested', data });
export const offered = (data: object = {}) => ({ type: 'HandoffOffered', data });
