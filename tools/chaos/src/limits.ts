/** Attempts of a callback; the cluster's teams file sets it, and the checks rely on it. */
export const MAX_CALLBACK_ATTEMPTS = 3;
/** Conversations an agent may have at once, as every agent of the traffic declares. */
export const AGENT_CAPACITY = 50;
