/** Transient SQLSTATE classes: 08 connection, 40 rollback (serialization, deadlock), 53 resources, 57 operator (shutdown, cancel, start-up). */
const TRANSIENT_CLASSES = new Set(['08', '40', '53', '57']);
/** Other transient states: idle and whole-transaction time-out, demoted primary, lock not available. */
const TRANSIENT_STATES = new Set(['25P03', '25P04', '25006', '55P03']);
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EMFILE',
]);
/** Messages of pg errors without a code when the socket is closed. */
const LOST_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|client was closed|query read timeout|not queryable|connection is closed/i;

/** The SQLSTATE of a pg error, also inside TypeORM's wrapper; undefined if the error did not come from the server. */
export const sqlState = (error: unknown): string | undefined => {
  for (const each of errorChain(error)) {
    const code = (each as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !NETWORK_CODES.has(code)) return code;
  }
  return undefined;
};

/**
 * True if the same statement may succeed later: wait and retry. False if it never will
 * (class 22 data, 23 integrity, 42 syntax and rights, and errors that do not come from the database): retrying would block for ever.
 */
export const isTransient = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state !== undefined) return TRANSIENT_CLASSES.has(state.slice(0, 2)) || TRANSIENT_STATES.has(state);
  return errorChain(error).some((each) => {
    const { code, message } = each as { code?: unknown; message?: unknown };
    return (
      (typeof code === 'string' && NETWORK_CODES.has(code)) ||
      (typeof message === 'string' && LOST_CONNECTION.test(message))
    );
  });
};

/** The error, the errors it wraps (TypeORM's driverError, cause) and the members of an AggregateError (one per address tried). */
export const errorChain = (error: unknown, depth = 0): object[] => {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const { driverError, cause, errors } = error as { driverError?: unknown; cause?: unknown; errors?: unknown };
  const inner = [driverError, cause, ...(Array.isArray(errors) ? errors : [])];
  return [error, ...inner.flatMap((each) => errorChain(each, depth + 1))];
};

/**
 * True if the database refused a value: class 22 data exception, 23 integrity violation. It would refuse it again. An error that ended
 * the connection is about the connection, whatever its class: 22023 is also a parameter of the start-up that is refused.
 */
export const isDataError = (error: unknown): boolean =>
  /^2[23]/.test(sqlState(error) ?? '') &&
  !errorChain(error).some((each) => (each as { severity?: unknown }).severity === 'FATAL');
