import { defaultRetention, type EventOf, ownValue } from '@warmline/contracts';
import { type CommandStage, commandStage } from '@warmline/messaging';
import { type Conversation, type ConversationSettings, conversationDue } from './domain/conversation/conversation.ts';
import type { ConversationInput } from './domain/conversation/conversation-commands.ts';
import { handleCommand } from './domain/conversation/handle-command.ts';
import type { AskBot } from './domain/conversation/requests.ts';
import {
  type AddressCommand,
  type AddressFound,
  type ConversationAddress,
  handleAddressCommand,
} from './domain/conversation-address.ts';
import { type Desk, type DeskSettings, defaultDeskSettings, deskDue } from './domain/desk/desk.ts';
import type { DeskEvent } from './domain/desk/desk-commands.ts';
import { handleDeskEvent } from './domain/desk/handle-desk-event.ts';
import { type PublishPolicy, publishPolicy, type TenantPolicies } from './domain/policies.ts';
import {
  type HandoffPayloadEvent,
  type HandoffPayloadState,
  handoffPayloadDue,
  type RefreshDesk,
  updateHandoffPayload,
} from './domain/read-models/handoff-payload.ts';
import { type QueueWait, updateQueueWait } from './domain/read-models/queue-wait.ts';
import { decisionsDue, type RoutingDecisions, recordDecision } from './domain/read-models/routing-decisions.ts';
import { type PublishTeams, publishTeams, type TeamsPublication } from './domain/teams-publication.ts';
import { stateSchemas } from './state-schemas.ts';

export { commandTargets } from './command-targets.ts';
export { botReplyCommand, commandOf, startCommand } from './commands.ts';
export type { Conversation } from './domain/conversation/conversation.ts';
export type { AskBot } from './domain/conversation/requests.ts';
export { addressOf, type ConversationAddress } from './domain/conversation-address.ts';
export type { Desk } from './domain/desk/desk.ts';
export type { RefreshDesk } from './domain/read-models/handoff-payload.ts';
export { ExpectedConversations } from './expected-conversations.ts';

/** What a commit of the gateway leaves to be done after it. */
export type GatewayEffect = AskBot | AddressFound | RefreshDesk;

/** The stages of the gateway, as the service, the simulation and the benchmark run them. */
export const stages = (
  settings: ConversationSettings & { readonly defaultPolicyVersion: string; readonly desk?: DeskSettings },
  retention = defaultRetention,
): readonly CommandStage[] => {
  const handle = handleCommand(settings, retention);
  const deskSettings = settings.desk ?? defaultDeskSettings;
  const publishTenantPolicy = publishPolicy(settings.defaultPolicyVersion);
  const all = [
    commandStage<ConversationAddress>({
      name: 'conversation-address',
      step: (state, event, context) => handleAddressCommand(state, event as AddressCommand, context),
      due: () => null,
    }),
    commandStage<Conversation>({
      name: 'conversation',
      step: (state, event, context) => handle(state, event as ConversationInput, context),
      due: (state) => conversationDue(state, retention),
    }),
    commandStage<Desk>({
      name: 'desk',
      step: (state, event, { receivedAt }) => handleDeskEvent(state, event as DeskEvent, deskSettings, receivedAt),
      due: (state) => deskDue(state, deskSettings),
    }),
    commandStage<HandoffPayloadState>({
      name: 'handoff-payload',
      step: (state, event) => updateHandoffPayload(state, event as HandoffPayloadEvent, retention),
      due: (state) => handoffPayloadDue(state, retention),
    }),
    commandStage<RoutingDecisions>({
      name: 'routing-decisions',
      step: (state, event) => recordDecision(state, event, retention),
      due: (state) => decisionsDue(state, retention),
    }),
    commandStage<QueueWait>({
      name: 'queue-wait',
      step: (state, event) => updateQueueWait(state, event as EventOf<'QueueWaitEstimated'>),
      due: () => null,
    }),
    commandStage<TenantPolicies>({
      name: 'tenant-policies',
      step: (state, event) => publishTenantPolicy(state, event as PublishPolicy),
      due: () => null,
    }),
    commandStage<TeamsPublication>({
      name: 'teams',
      step: (state, event) => publishTeams(state, event as PublishTeams),
      due: () => null,
    }),
  ];
  return all.map((stage) => ({ ...stage, ...ownValue(stateSchemas, stage.name) }));
};
