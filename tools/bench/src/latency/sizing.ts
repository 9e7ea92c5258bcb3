import type { TrafficOptions } from './traffic.ts';

/** A conversation speaks about every so many seconds. */
const MESSAGE_INTERVAL_SECONDS = 10;
const HANDOFF_SHARE = 0.05;
/** An agent holds a conversation for 5 s and is asked and freed within the rest; the slots suffice twice. */
const CAPACITY_UNIT_SECONDS = 6;
const HEADROOM = 2;
const CAPACITY = 4;
const AGENTS_PER_POOL = 30;

/** Agents and conversations for a rate: pools of 30 agents with four places each, as many as it takes. */
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
