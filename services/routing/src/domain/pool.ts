import type { AgentStatus, DataOf, Instant, Resolution, RoutingExplanation, Skill, Subject } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { CAPACITY_UNIT, type ScheduledStep } from './teams.ts';

/** `paused`: online, but missed offers in a row. No offers until the agent answers one or reports a status. */
export type Availability = AgentStatus | 'paused';

export interface Agent {
  readonly agentId: string;
  readonly name: string;
  readonly availability: Availability;
  /** Since when the agent has this availability. */
  readonly availabilitySince: Instant;
  /** When the agent last accepted or ended a conversation or call, or came on duty. */
  readonly idleSince: Instant;
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** Absent: all channels. */
  readonly channels?: readonly string[] | undefined;
  readonly capacity: number;
  /** Hand-offs with an open offer to this agent, and hand-offs and callbacks the agent has. Both count as load, by the weight of their channel. */
  readonly offeredHandoffs: readonly string[];
  readonly assignedHandoffs: readonly string[];
  /** Closed conversations whose capacity is still in use. */
  readonly wrapUps: readonly { readonly handoffId: string; readonly until: Instant; readonly weight: number }[];
  /** Offers, conversations, calls and wrap-ups, in hundredths of a capacity unit. */
  readonly load: number;
  /** Offers and calls missed in a row. */
  readonly consecutiveMisses: number;
}

/** An agent gave a hand-off back, or did not answer. */
export interface Decline {
  readonly agentId: string;
  readonly at: Instant;
  readonly reason: 'declined' | 'unanswered' | 'transferred';
}

/** Why nobody can serve a hand-off: its teams are closed, or nobody on duty may serve it. */
export type Alarm = 'closed' | 'unstaffed';

export interface HandoffRequest {
  readonly handoffId: string;
  readonly conversationId: string;
  /** Never changes, so a returned hand-off keeps its age. */
  readonly requestedAt: Instant;
  readonly subject: Subject;
  readonly type: DataOf<'HandoffReceived'>['type'];
  readonly channel: string;
  /** The capacity it uses, in hundredths of a capacity unit. */
  readonly weight: number;
  /** The priority of the request, which credit is computed from. The displayed priority adds points for waiting (`displayedPriority`). */
  readonly requestedPriority: number;
  readonly skills: readonly Skill[];
  readonly seniorFirst: boolean;
  readonly language: string;
  readonly steps: readonly ScheduledStep[];
  /** The colleague it was transferred to: offered only to that agent while they are on duty. */
  readonly transferredTo: string | null;
  /** The agent it is offered to exclusively at first, while they are on duty and may serve it. */
  readonly preferredAgentId: string | null;
  /** The last of each agent who let it go. They are not asked again before `declineCooldownSeconds`. */
  readonly declines: readonly Decline[];
  /** The alarms for which TeamUnstaffed was emitted. */
  readonly raisedAlarms: readonly Alarm[];
  /** Milliseconds it was with agents before it returned to the queue. */
  readonly priorHandleMs: number;
  /** The outcome form of an agent who resolved it just after it was taken from them; it goes into HandoffClosed. */
  readonly lateResolution?: Resolution;
  /** Who resolved it after it had gone back to the queue. */
  readonly lateResolvedBy?: string;
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
      /** The explanation of the offer, at most 50 agents; the assignment repeats it. */
      readonly why: RoutingExplanation;
    }
  | {
      readonly is: 'assigned';
      readonly request: HandoffRequest;
      readonly agentId: string;
      readonly team: string;
      readonly assignedAt: Instant;
      readonly customer: 'present' | 'left';
      /** Set while the customer is gone. */
      readonly customerLeftAt?: Instant;
      /** Whether the agent has answered the customer. `returnsAt` is set once the agent was reminded. */
      readonly firstResponse:
        | { readonly is: 'awaiting-first-response'; readonly returnsAt: Instant | null }
        | { readonly is: 'responded' };
    };

/** The call that a customer was promised. */
export interface PromisedCall {
  readonly phone: string | null;
  /** The start of the callback window the customer chose; null = as soon as possible. */
  readonly windowStart: Instant | null;
  /** The earliest time of the next call. */
  readonly notBefore: Instant;
  /** The promised time. */
  readonly dueBy: Instant;
  readonly attempts: number;
  /** True once CallbackOverdue was emitted. */
  readonly overdueReported: boolean;
}

/** `planned`: its time has not come. `expiresAt` is when the agent must have reported the call; null while the agent talks to the customer. */
export type CallbackState =
  | { readonly is: 'planned' | 'waiting'; readonly request: HandoffRequest; readonly call: PromisedCall }
  | {
      readonly is: 'assigned';
      readonly request: HandoffRequest;
      readonly call: PromisedCall;
      readonly agentId: string;
      readonly expiresAt: Instant | null;
    };

/** The agents and hand-offs of one pool. Rows are plain JSON and are saved one by one. */
export interface Pool {
  readonly is: 'pool';
  readonly tenantId: string;
  readonly poolId: string;
  /** The latest event time seen. Events of two topics may arrive out of order; the clock never goes back. */
  readonly clock: Instant;
  /** Names of the teams that are closed at `clock`. The same array until a team opens or closes. */
  readonly closed: readonly string[];
  readonly agents: Table<Agent>;
  readonly handoffs: Table<HandoffState>;
  /** By hand-off id. An assigned callback is among the agent's `assignedHandoffs`. */
  readonly callbacks: Table<CallbackState>;
}

/** Load as a share of capacity, 0 to 1. */
export const occupancy = ({ load, capacity }: Agent): number => load / (capacity * CAPACITY_UNIT);

/** Free capacity in hundredths of a capacity unit; 0 unless the agent is online. */
export const freeCapacity = ({ availability, load, capacity }: Agent): number =>
  availability === 'online' ? capacity * CAPACITY_UNIT - load : 0;

/** "load 1 of 3", in capacity units. */
export const formatLoad = ({ load, capacity }: Agent): string => `load ${load / CAPACITY_UNIT} of ${capacity}`;

/** The name of a team or skill as a person reads it: "billing team" for `billing_team`. */
export const readableName = (name: string): string => name.replaceAll('_', ' ');

/** Compares by UTF-16 code units, so the order is the same on every machine. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const waitedMs = (request: HandoffRequest, now: Instant): number =>
  Math.max(0, now - request.requestedAt - request.priorHandleMs);
