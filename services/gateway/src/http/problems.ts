import { ProblemException } from '@warmline/service-kit';

export const conversationNotFound = (id: string): ProblemException =>
  new ProblemException({
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    detail: `there is no conversation ${id}`,
  });
export const decisionsNotFound = (id: string): ProblemException =>
  new ProblemException({
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    detail: `nothing was decided about a hand-off ${id}, or it was more than 30 days ago`,
  });
export const callbackWindowsNotRequested = (): ProblemException =>
  new ProblemException({
    type: 'about:blank',
    title: 'Not asked for',
    status: 404,
    detail:
      'while the customer is in the queue, the choice schedule-call without a windowStart asks when a call can be',
  });
export const agentNotFound = (id: string): ProblemException =>
  new ProblemException({
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    detail: `there is no agent ${id}; set the presence first, with name and teams if the teams file does not know the agent`,
  });
/** 422: the request is understood, and there is no such colleague. */
export const transferAgentNotFound = (id: string): ProblemException =>
  new ProblemException({
    type: 'about:blank',
    title: 'Nobody to pass it on to',
    status: 422,
    detail: `there is no agent ${id}`,
  });
export const policyNotFound = (tenantId: string, activeVersion: string): ProblemException =>
  new ProblemException({
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    detail: `${tenantId} has no policy of its own: ${activeVersion} is in force, the one this installation comes with`,
  });
export const queueNotFound = (id: string): ProblemException =>
  new ProblemException({
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    detail: `no hand-off was ever queued in ${id}, or nothing was told of it yet`,
  });
