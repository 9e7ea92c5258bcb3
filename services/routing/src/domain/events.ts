import type { EventOf, EventType, Tick } from '@warmline/contracts';
import { callbackEvents } from './callbacks.ts';
import type { Pool } from './pool.ts';

/** The events routing handles; every other event of its topics is skipped. */
const routingInputs = [
  'HandoffReceived',
  'HandoffWithdrawalReceived',
  'AgentPresenceChanged',
  'OfferAccepted',
  'OfferDeclined',
  'AgentFirstResponded',
  'WrapUpEnded',
  'TransferRequested',
  'HandoffResolved',
  'CallbackRequested',
  'CallbackWindowsRequested',
  'CallbackReported',
  'TicketRequested',
  'CustomerLeft',
  'CustomerReturned',
] as const satisfies readonly EventType[];
export type RoutingInput = (typeof routingInputs)[number];

const routingOutputs = [
  ...callbackEvents,
  'HandoffQueued',
  'HandoffOfferedToAgent',
  'HandoffAssigned',
  'HandoffReturned',
  'TransferRefused',
  'AgentReminded',
  'CallbackBooked',
  'TicketFiled',
  'HandoffAbandoned',
  'HandoffClosed',
  'TeamUnstaffed',
] as const satisfies readonly EventType[];
export type RoutingOutput = (typeof routingOutputs)[number];

const decided: ReadonlySet<string> = new Set(['Tick', ...routingInputs]);
const evolved: ReadonlySet<string> = new Set([...decided, ...routingOutputs]);
/** True for an event that `decide` handles. */
export const isHandled = ({ type }: { readonly type: string }): boolean => decided.has(type);
/** True for an event that may change a pool. */
export const isRoutingEvent = ({ type }: { readonly type: string }): boolean => evolved.has(type);

export type RoutingEvent = EventOf<RoutingInput> | Tick | EventOf<RoutingOutput>;
/** Applies an input, a Tick or an output to a pool, and moves the pool's clock to the time of the event. */
export type Evolve = (pool: Pool, event: RoutingEvent) => Pool;
