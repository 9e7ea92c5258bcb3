import type { EventOf, Tick } from '@warmline/contracts';
import type { CallbackEvent } from './callbacks.ts';
import type { Pool } from './pool.ts';

export type RoutingInput =
  | 'HandoffReceived'
  | 'HandoffWithdrawalReceived'
  | 'AgentPresenceChanged'
  | 'OfferAccepted'
  | 'OfferDeclined'
  | 'AgentFirstResponded'
  | 'WrapUpEnded'
  | 'TransferRequested'
  | 'HandoffResolved'
  | 'CallbackRequested'
  | 'CallbackWindowsRequested'
  | 'CallbackReported'
  | 'TicketRequested'
  | 'CustomerLeft';

export type RoutingOutput =
  | 'HandoffQueued'
  | 'HandoffOfferedToAgent'
  | 'HandoffAssigned'
  | 'HandoffReturned'
  | 'TransferRefused'
  | 'AgentReminded'
  | 'CallbackBooked'
  | CallbackEvent
  | 'TicketFiled'
  | 'HandoffAbandoned'
  | 'HandoffClosed'
  | 'TeamUnstaffed';

export type RoutingEvent = EventOf<RoutingInput> | Tick | EventOf<RoutingOutput>;
export type Evolve = (pool: Pool, event: RoutingEvent) => Pool;
