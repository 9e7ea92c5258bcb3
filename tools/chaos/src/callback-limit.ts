/** A customer is called at most so often; the cluster's teams file says it, and the checks know it. */
export const MAX_CALLBACK_ATTEMPTS = 3;
