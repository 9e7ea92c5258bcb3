import type { Heard, Tick } from '@warmline/contracts';
import type { CallOutput } from './callbacks.ts';
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
  | CallOutput
  | 'TicketFiled'
  | 'HandoffAbandoned'
  | 'HandoffClosed'
  | 'TeamUnstaffed';

export type RoutingEvent = Heard<RoutingInput> | Tick | Heard<RoutingOutput>;
export type Evolve = (pool: Pool, event: RoutingEvent) => Pool;
