import type { DataOf, Instant, Skill, Subject, Why } from '@warmline/contracts';
import type { Table } from '@warmline/messaging/table';
import { type Opening, SLOT } from './teams.ts';

/** `paused`: online, but missed offers in a row; taken for away until he is heard of again. */
export type Standing = 'online' | 'paused' | 'away' | 'offline';

export interface Agent {
  readonly agentId: string;
  readonly name: string;
  readonly standing: Standing;
  /** When the standing began. */
  readonly since: Instant;
  /** When he last took or ended a conversation, or came on duty. */
  readonly idleSince: Instant;
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** All where it is not said. */
  readonly channels?: readonly string[] | undefined;
  readonly capacity: number;
  /** Hand-offs offered to him, and hand-offs he has. Both are load, each by the weight of its channel. */
  readonly offers: readonly string[];
  readonly chats: readonly string[];
  /** Closed conversations whose slots are not free yet. */
  readonly wrapUps: readonly { readonly handoffId: string; readonly until: Instant; readonly weight: number }[];
  /** Offers, conversations and wrap-ups, in hundredths of a slot. */
  readonly load: number;
  /** Offers missed in a row. */
  readonly missed: number;
}

/** Nobody takes it: its teams are closed, or nobody on duty may serve it. */
export type Alarm = 'closed' | 'unstaffed';

export interface Request {
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
  readonly asked: number;
  readonly skills: readonly Skill[];
  readonly seniorFirst: boolean;
  readonly language: string;
  readonly steps: readonly Opening[];
  /** The colleague it was transferred to: asked alone while he is on duty. */
  readonly only: string | null;
  /** Who is asked alone at first, while he is on duty and may serve it. */
  readonly preferred: string | null;
  readonly refusals: readonly { readonly agentId: string; readonly at: Instant }[];
  /** Why TeamUnstaffed was said. */
  readonly alarmed: readonly Alarm[];
  /** Milliseconds it was with agents before it came back to the queue. */
  readonly heldMs: number;
}

export type HandoffState =
  | { readonly is: 'waiting'; readonly request: Request }
  | {
      readonly is: 'offered';
      readonly request: Request;
      readonly offerId: string;
      readonly agentId: string;
      readonly team: string;
      readonly expiresAt: Instant;
      /** The explanation of the offer, fifty agents at most: an assignment carries it on. */
      readonly why: Why;
    }
  | {
      readonly is: 'assigned';
      readonly request: Request;
      readonly agentId: string;
      readonly team: string;
      readonly assignedAt: Instant;
      readonly customer: 'here' | 'left';
      /** What the agent has said since; `returnsAt` once he was reminded. */
      readonly agent:
        | { readonly is: 'awaiting-first-response'; readonly returnsAt: Instant | null }
        | { readonly is: 'responded' };
    };

/** The call a customer was promised. */
export interface Call {
  readonly phone: string | null;
  /** The start of the slot the customer chose; null = as soon as may be. */
  readonly slot: Instant | null;
  /** Not before; after a call nobody answered, when the next may be. */
  readonly from: Instant;
  /** As promised. */
  readonly by: Instant;
  readonly attempts: number;
  /** CallbackOverdue was said. */
  readonly overdue: boolean;
}

/** `planned` = its time has not come; `expiresAt` null = the agent talks to the customer. */
export type CallbackState =
  | { readonly is: 'planned' | 'waiting'; readonly request: Request; readonly call: Call }
  | {
      readonly is: 'assigned';
      readonly request: Request;
      readonly call: Call;
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
export const loadShare = ({ load, capacity }: Agent): number => load / (capacity * SLOT);

/** Hundredths of a slot that are free. */
export const roomOf = ({ standing, load, capacity }: Agent): number =>
  standing === 'online' ? capacity * SLOT - load : 0;

/** "1 of 3". */
export const loadInWords = ({ load, capacity }: Agent): string => `${load / SLOT} of ${capacity}`;

/** By UTF-16 code units: the same on every machine. */
export const byId = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const waitedMs = (request: Request, now: Instant): number =>
  Math.max(0, now - request.requestedAt - request.heldMs);
