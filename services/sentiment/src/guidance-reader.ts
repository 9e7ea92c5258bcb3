import type { DataOf, Policy } from '@warmline/contracts';
import { joinedName, NotReadyError } from '@warmline/messaging';
import { type GuidanceQuestion, guidanceTextOf } from './domain/guidance.ts';
import type { GuidanceModel } from './guidance-model.ts';

/** What SentimentScored says of a message. */
export type Guidance = NonNullable<DataOf<'SentimentScored'>['guidance']>;

/** A message of a customer, with the policy that is pinned to its conversation. */
export interface GuidedMessage {
  readonly tenantId: string;
  readonly policyVersion: string;
  readonly text: string;
  /** The bot turn right before it; '' where there is none. */
  readonly botTurn: string;
}

/** The guidance that applies to the messages of a batch, in their order; undefined where there is none, or no answer. Never rejects. */
export type GuidanceReader = (messages: readonly GuidedMessage[]) => Promise<readonly (Guidance | undefined)[]>;

export interface GuidanceReaderSettings {
  readonly judge: GuidanceModel;
  /** Name of the model, for the event. */
  readonly model: string;
  /** Throws NotReadyError while the version has not been read. */
  readonly policyOf: (tenantId: string, version: string) => Policy;
  /** Time for all messages of a batch together, reading their policies included, in milliseconds. */
  readonly timeoutMs: number;
  readonly log: { error(details: object, message: string): void };
}

/** False at the deadline. */
const lateAt = (deadline: AbortSignal): Promise<false> =>
  new Promise((resolve) => deadline.addEventListener('abort', () => resolve(false), { once: true }));

/** Asks the model about customer messages of conversations whose policy has guidance, and of no others. */
export const guidanceReader = (settings: GuidanceReaderSettings): GuidanceReader => {
  const { judge, model, policyOf, timeoutMs, log } = settings;

  /** Whether the policies could be read. */
  const readOf = async (notReady: NotReadyError): Promise<boolean> => {
    try {
      await notReady.whenReady();
      return true;
    } catch (error) {
      log.error({ err: error }, 'the published policies cannot be read');
      return false;
    }
  };

  /** Null where it could not be read in time: a later message finds it read. */
  const policyFor = async (
    message: GuidedMessage,
    deadline: AbortSignal,
    late: Promise<false>,
  ): Promise<Policy | null> => {
    try {
      return policyOf(message.tenantId, message.policyVersion);
    } catch (error) {
      if (!(error instanceof NotReadyError)) throw error;
      if (deadline.aborted) return null;
      const isRead = await Promise.race([readOf(error), late]);
      return isRead ? policyFor(message, deadline, late) : null;
    }
  };

  const questionOf = (message: GuidedMessage, policy: Policy | null): GuidanceQuestion | undefined => {
    if (policy === null || policy.guidance.length === 0 || !policy.rules['guidance.matched'].enabled) return undefined;
    const text = guidanceTextOf(message.text);
    const { version: policyVersion, guidance: entries } = policy;
    const botTurn = guidanceTextOf(message.botTurn) ?? '';
    return text === null ? undefined : { tenantId: message.tenantId, policyVersion, entries, text, botTurn };
  };

  const read: GuidanceReader = async (messages) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const late = lateAt(deadline);
    const policies = new Map<string, Promise<Policy | null>>();
    const policyOnce = (message: GuidedMessage): Promise<Policy | null> => {
      const name = joinedName(message.tenantId, message.policyVersion);
      const policy = policies.get(name) ?? policyFor(message, deadline, late);
      policies.set(name, policy);
      return policy;
    };
    const questions = await Promise.all(
      messages.map(async (message) => questionOf(message, await policyOnce(message))),
    );
    const asked = questions.filter((question) => question !== undefined);
    const answers = new Map((await judge(asked, deadline)).map((matched, i) => [asked[i], matched]));
    return questions.map((question) => {
      const matched = answers.get(question);
      if (question === undefined || matched === undefined) return undefined;
      return { model, policyVersion: question.policyVersion, matched: [...matched] };
    });
  };

  return async (messages) => {
    if (messages.length === 0) return [];
    try {
      return await read(messages);
    } catch (error) {
      log.error({ err: error }, 'the guidance of a batch could not be read');
      return messages.map(() => undefined);
    }
  };
};
