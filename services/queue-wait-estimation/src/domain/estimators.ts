/** Names published in the field `estimator` of an estimate. */
export const TWIN = 'digital-twin';
export const MARKOV = 'markov-abandonment';
/** Two or more estimators averaged. */
export const BLEND = 'blend';
/**
 * The estimators that are blended, the one trusted most before any wait has ended first. `twin-drift-corrected` is the twin times the
 * ratio of recent waits to its forecasts: it follows a general slowdown before the twin has learned it conversation by conversation.
 */
export const BLENDED_ESTIMATORS = [TWIN, 'twin-drift-corrected', 'history', MARKOV] as const;
