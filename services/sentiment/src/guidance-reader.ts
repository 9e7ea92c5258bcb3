import type { DataOf, Policy } from '@warmline/contracts';
import { NotReadyError } from '@warmline/messaging';
import { type GuidanceQuestion, guidanceTextOf } from './domain/guidance.ts';
import type { GuidanceModel } from './guidance-model.ts';

/** What SentimentScored says of a message. */
export type Guidance = NonNullable<DataOf<'SentimentScored'>['guidance']>;

/** A message of a customer, with the policy that is pinned to its conversation. */
export interface GuidedMessage {
  readonly tenantId: string;
  readonly policyVersion: string;
  readonly text: string;
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

/** Resolves at the deadline. */
const lateAt = (deadline: AbortSignal): Promise<void> =>
  new Promise((resolve) => deadline.addEventListener('abort', () => resolve(), { once: true }));

/** Asks the model about customer messages of conversations whose policy has guidance, and of no others. */
export const guidanceReader = (settings: GuidanceReaderSettings): GuidanceReader => {
  const { judge, model, policyOf, timeoutMs, log } = settings;

  /** Null where it could not be read in time: a later message finds it read. */
  const policyFor = async (
    message: GuidedMessage,
    deadline: AbortSignal,
    late: Promise<void>,
  ): Promise<Policy | null> => {
    try {
      return policyOf(message.tenantId, message.policyVersion);
    } catch (error) {
      if (!(error instanceof NotReadyError)) throw error;
      if (deadline.aborted) return null;
      await Promise.race([error.whenReady(), late]);
      return policyFor(message, deadline, late);
    }
  };

  const questionOf = (message: GuidedMessage, policy: Policy | null): GuidanceQuestion | undefined => {
    if (policy === null || policy.guidance.length === 0 || !policy.rules['guidance.matched'].enabled) return undefined;
    const text = guidanceTextOf(message.text);
    const { version: policyVersion, guidance: entries } = policy;
    return text === null ? undefined : { tenantId: message.tenantId, policyVersion, entries, text };
  };

  const read: GuidanceReader = async (messages) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const late = lateAt(deadline);
    const questions = await Promise.all(
      messages.map(async (message) => questionOf(message, await policyFor(message, deadline, late))),
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
