import type { TrafficOptions } from './traffic.ts';

/** Seconds between two messages of a conversation. */
const MESSAGE_INTERVAL_SECONDS = 10;
const HANDOFF_SHARE = 0.05;
/** An agent has a conversation for 5 s and gets the next offer within the rest of this time; the capacity is twice what is needed. */
const CAPACITY_UNIT_SECONDS = 6;
const HEADROOM = 2;
const CAPACITY = 4;
const AGENTS_PER_POOL = 30;

/** Agents and conversations for a rate: as many pools of 30 agents with capacity 4 as needed. */
export const sizeFor = (
  perSecond: number,
): Pick<TrafficOptions, 'conversations' | 'pools' | 'agentsPerPool' | 'capacity'> => {
  const agents = Math.ceil((perSecond * HANDOFF_SHARE * CAPACITY_UNIT_SECONDS * HEADROOM) / CAPACITY);
  const pools = Math.ceil(agents / AGENTS_PER_POOL);
  return {
    conversations: Math.ceil(perSecond * MESSAGE_INTERVAL_SECONDS),
    pools,
    agentsPerPool: Math.max(2, Math.ceil(agents / pools)),
    capacity: CAPACITY,
  };
};
