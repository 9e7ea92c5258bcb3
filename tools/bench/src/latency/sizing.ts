import type { TrafficOptions } from './traffic.ts';

/** A conversation speaks about every so many seconds. */
const SPEAKS_EVERY_SECONDS = 10;
const HANDOFF_SHARE = 0.05;
/** An agent holds a conversation for 5 s and is asked and freed within the rest; the slots suffice twice. */
const SLOT_SECONDS = 6;
const SPARE = 2;
const CAPACITY = 4;
const AGENTS_PER_POOL = 30;

/** Agents and conversations for a rate: pools of 30 agents with four places each, as many as it takes. */
export const sized = (
  perSecond: number,
): Pick<TrafficOptions, 'conversations' | 'pools' | 'agentsPerPool' | 'capacity'> => {
  const agents = Math.ceil((perSecond * HANDOFF_SHARE * SLOT_SECONDS * SPARE) / CAPACITY);
  const pools = Math.ceil(agents / AGENTS_PER_POOL);
  return {
    conversations: Math.ceil(perSecond * SPEAKS_EVERY_SECONDS),
    pools,
    agentsPerPool: Math.max(2, Math.ceil(agents / pools)),
    capacity: CAPACITY,
  };
};
