import type { DataOf, Heard } from '@warmline/contracts';
import { type CommandStage, commandStage } from '@warmline/messaging';
import { type Desk, type DeskEvent, desk, deskDue } from './domain/agent.ts';
import { type Conversation, due, type Incoming, type Settings } from './domain/conversation.ts';
import { type Decisions, forgottenAt as decisionsForgottenAt, noteDecision } from './domain/decisions.ts';
import { forgottenAt, keep } from './domain/kept-handoff.ts';
import { type Policies, type PublishPolicy, publishing } from './domain/policies.ts';
import { keepQueueWait, type QueueWait } from './domain/queue-wait.ts';
import { speak } from './domain/speak.ts';

export { botSaid, commandOf, conversationIdOf } from './commands.ts';
export type { AskBot } from './domain/requests.ts';
export { routes } from './routes.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (settings: Settings & { readonly shippedPolicy: string }): readonly CommandStage[] => {
  const say = speak(settings);
  const publish = publishing(settings.shippedPolicy);
  return [
    commandStage<Conversation>({
      name: 'conversation',
      step: (state, event, context) => say(state, event as Incoming, context),
      due,
    }),
    commandStage<Desk>({ name: 'agent', step: (state, event) => desk(state, event as DeskEvent), due: deskDue }),
    commandStage<DataOf<'HandoffRequested'>>({ name: 'handoff', step: keep, due: forgottenAt }),
    commandStage<Decisions>({ name: 'decisions', step: noteDecision, due: decisionsForgottenAt }),
    commandStage<QueueWait>({
      name: 'queue',
      step: (state, event) => keepQueueWait(state, event as Heard<'QueueWaitEstimated'>),
      due: () => null,
    }),
    commandStage<Policies>({
      name: 'policies',
      step: (state, event) => publish(state, event as PublishPolicy),
      due: () => null,
    }),
  ];
};
