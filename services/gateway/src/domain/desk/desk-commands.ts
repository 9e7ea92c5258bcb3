import type { CallOutcome, EventOf, Resolution, Tick } from '@warmline/contracts';
import type { CommandOf } from '../results.ts';
import type { AgentProfile, Consult, Desk } from './desk.ts';

/** A question for the desk of a colleague, shown with the hand-off card. */
export type ReceiveConsult = CommandOf<'ReceiveConsult', Omit<Consult, 'at'> & { readonly consultId: string }>;
/** The colleague's answer, for the desk of the agent who asked. */
export type ReceiveConsultAnswer = CommandOf<
  'ReceiveConsultAnswer',
  Pick<Consult, 'handoffId' | 'conversationId'> & {
    readonly consultId: string;
    readonly agentId: string;
    readonly name: string;
    readonly text: string;
  }
>;
/** Removes an answered question from the colleague's desk. */
export type CloseConsult = CommandOf<'CloseConsult', { readonly consultId: string }>;

export type ReportCallbackAttempt = CommandOf<
  'ReportCallbackAttempt',
  { handoffId: string; outcome: CallOutcome; resolution?: Resolution | undefined }
>;
export type CallbackEvent =
  | ReportCallbackAttempt
  | EventOf<'CallbackAssigned' | 'CallbackReturned' | 'CallbackAttempted' | 'CallbackEnded'>;

/** `awaitsStream`: the desk opens a stream next; without one the agent counts as disconnected. */
export type SetPresence = CommandOf<
  'SetPresence',
  AgentProfile & { status: Desk['status']; awaitsStream?: boolean | undefined }
>;
type StreamCommand<T extends string> = CommandOf<T, { readonly streamId: string }>;
/** A replica holds an open stream of the desk. */
export type HoldStream = StreamCommand<'HoldStream'>;
/** The client has read a heartbeat of the stream. */
export type AnswerHeartbeat = StreamCommand<'AnswerHeartbeat'>;
export type CloseStream = StreamCommand<'CloseStream'>;
/** `customerGone`: the customer is no longer waiting for this hand-off, and routing has not said so yet. */
type OfferAnswer = { offerId: string; customerGone?: boolean };
export type Accept = CommandOf<'Accept', OfferAnswer>;
export type Decline = CommandOf<'Decline', OfferAnswer & { reason?: string | undefined }>;
export type EndWrapUp = CommandOf<'EndWrapUp', { handoffId: string }>;
/** The hand-off has new context. */
export type ShowContext = CommandOf<'ShowContext', { handoffId: string }>;
/** The hand-off left the queue. The event names the agent whose offer ends with it. */
type QueueExitEventType = 'HandoffAbandoned' | 'CallbackBooked' | 'TicketFiled';
export type DeskEvent =
  | SetPresence
  | HoldStream
  | AnswerHeartbeat
  | CloseStream
  | Accept
  | Decline
  | EndWrapUp
  | ShowContext
  | ReceiveConsult
  | ReceiveConsultAnswer
  | CloseConsult
  | CallbackEvent
  | Tick
  | EventOf<
      | 'HandoffOfferedToAgent'
      | 'HandoffAssigned'
      | 'HandoffReturned'
      | 'TransferRefused'
      | 'AgentReminded'
      | 'HandoffClosed'
      | QueueExitEventType
    >;
