import type { AgentStatus, DataOf, Instant, Resolution, RoutingExplanation, Skill, Subject } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { CAPACITY_UNIT, type ScheduledStep } from './teams.ts';

/** `paused`: online, but missed offers in a row. No offers until the agent answers one or reports a status. */
export type Availability = AgentStatus | 'paused';

export interface Agent {
  readonly agentId: string;
  readonly name: string;
  readonly availability: Availability;
  /** When the standing began. */
  readonly availabilitySince: Instant;
  /** When he last took or ended a conversation, or came on duty. */
  readonly idleSince: Instant;
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** All where it is not said. */
  readonly channels?: readonly string[] | undefined;
  readonly capacity: number;
  /** Hand-offs offered to him, and hand-offs he has. Both are load, each by the weight of its channel. */
  readonly offeredHandoffs: readonly string[];
  readonly assignedHandoffs: readonly string[];
  /** Closed conversations whose slots are not free yet. */
  readonly wrapUps: readonly { readonly handoffId: string; readonly until: Instant; readonly weight: number }[];
  /** Offers, conversations and wrap-ups, in hundredths of a slot. */
  readonly load: number;
  /** Offers missed in a row. */
  readonly consecutiveMisses: number;
}

/** Nobody takes it: its teams are closed, or nobody on duty may serve it. */
export type Alarm = 'closed' | 'unstaffed';

export interface HandoffRequest {
  readonly handoffId: string;
  readonly conversationId: string;
  /** Never changes: a return keeps its age. */
  readonly requestedAt: Instant;
  readonly subject: Subject;
  readonly type: DataOf<'HandoffReceived'>['type'];
  readonly channel: string;
  /** What it takes of an agent's capacity, in hundredths of a slot. */
  readonly weight: number;
  /** As it came: its credit counts from this, since waiting counts for itself already; what is shown follows from the age (`shownPriority`). */
  readonly requestedPriority: number;
  readonly skills: readonly Skill[];
  readonly seniorFirst: boolean;
  readonly language: string;
  readonly steps: readonly ScheduledStep[];
  /** The colleague it was transferred to: asked alone while he is on duty. */
  readonly transferredTo: string | null;
  /** Who is asked alone at first, while he is on duty and may serve it. */
  readonly preferredAgentId: string | null;
  readonly declines: readonly { readonly agentId: string; readonly at: Instant }[];
  /** Why TeamUnstaffed was said. */
  readonly raisedAlarms: readonly Alarm[];
  /** Milliseconds it was with agents before it came back to the queue. */
  readonly priorHandleMs: number;
  /** The outcome form of an agent who resolved it just after it was taken from them; it goes into HandoffClosed. */
  readonly lateResolution?: Resolution;
}

export type HandoffState =
  | { readonly is: 'waiting'; readonly request: HandoffRequest }
  | {
      readonly is: 'offered';
      readonly request: HandoffRequest;
      readonly offerId: string;
      readonly agentId: string;
      readonly team: string;
      readonly expiresAt: Instant;
      /** The explanation of the offer, fifty agents at most: an assignment carries it on. */
      readonly why: RoutingExplanation;
    }
  | {
      readonly is: 'assigned';
      readonly request: HandoffRequest;
      readonly agentId: string;
      readonly team: string;
      readonly assignedAt: Instant;
      readonly customer: 'present' | 'left';
      /** What the agent has said since; `returnsAt` once he was reminded. */
      readonly firstResponse:
        | { readonly is: 'awaiting-first-response'; readonly returnsAt: Instant | null }
        | { readonly is: 'responded' };
    };

/** The call a customer was promised. */
export interface PromisedCall {
  readonly phone: string | null;
  /** The start of the slot the customer chose; null = as soon as may be. */
  readonly windowStart: Instant | null;
  /** Not before; after a call nobody answered, when the next may be. */
  readonly notBefore: Instant;
  /** As promised. */
  readonly dueBy: Instant;
  readonly attempts: number;
  /** CallbackOverdue was said. */
  readonly overdueReported: boolean;
}

/** `planned` = its time has not come; `expiresAt` null = the agent talks to the customer. */
export type CallbackState =
  | { readonly is: 'planned' | 'waiting'; readonly request: HandoffRequest; readonly call: PromisedCall }
  | {
      readonly is: 'assigned';
      readonly request: HandoffRequest;
      readonly call: PromisedCall;
      readonly agentId: string;
      readonly expiresAt: Instant | null;
    };

/** Everything routing knows of the agents and hand-offs of one pool. Rows are plain JSON and saved one by one. */
export interface Pool {
  readonly is: 'pool';
  readonly tenantId: string;
  readonly poolId: string;
  /** The latest instant seen. Inputs of two subjects may go back in time; a pool's "now" does not. */
  readonly clock: Instant;
  /** Teams that are closed at the clock, by name. Follows from it and the hours; the same list until one opens or closes. */
  readonly closed: readonly string[];
  readonly agents: Table<Agent>;
  readonly handoffs: Table<HandoffState>;
  /** By the hand-off they were. An agent who is to call has it among his chats. */
  readonly callbacks: Table<CallbackState>;
}

/** Of his capacity, 0..1. */
export const occupancy = ({ load, capacity }: Agent): number => load / (capacity * CAPACITY_UNIT);

/** Hundredths of a slot that are free. */
export const freeCapacity = ({ availability, load, capacity }: Agent): number =>
  availability === 'online' ? capacity * CAPACITY_UNIT - load : 0;

/** "1 of 3". */
export const formatLoad = ({ load, capacity }: Agent): string => `${load / CAPACITY_UNIT} of ${capacity}`;

/** By UTF-16 code units: the same on every machine. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const waitedMs = (request: HandoffRequest, now: Instant): number =>
  Math.max(0, now - request.requestedAt - request.priorHandleMs);
