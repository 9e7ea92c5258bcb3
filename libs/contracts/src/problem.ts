export interface ProblemFault {
  readonly path: string;
  readonly message: string;
}

/** The body of an answer that is an error (RFC 9457, `application/problem+json`). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** What is wrong in the request, by path. */
  readonly errors?: readonly ProblemFault[];
}

export const problemBody = (
  status: number,
  title: string,
  detail: string,
  errors?: readonly ProblemFault[],
): Problem => ({ type: 'about:blank', title, status, detail, ...(errors === undefined ? {} : { errors }) });
