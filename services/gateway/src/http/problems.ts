import { ProblemException } from '@warmline/service-kit';

const problem = (status: number, title: string, detail: string): ProblemException =>
  new ProblemException(status, title, detail);

export const conversationNotFound = (id: string): ProblemException =>
  problem(404, 'Not found', `there is no conversation ${id}`);
export const messageNotFound = (id: string): ProblemException =>
  problem(404, 'Not found', `the conversation has no message ${id}`);
export const decisionsNotFound = (id: string): ProblemException =>
  problem(404, 'Not found', `there are no decisions about hand-off ${id}, or they are older than 30 days`);
export const callbackWindowsNotRequested = (): ProblemException =>
  problem(
    404,
    'Callback windows not requested',
    'the choice schedule-call without a windowStart requests them, while the customer is in the queue',
  );
export const agentNotFound = (id: string): ProblemException =>
  problem(
    404,
    'Not found',
    `there is no agent ${id}; set the presence first, with name and teams if the teams file does not have the agent`,
  );
export const notOwner = (): ProblemException =>
  problem(409, 'Not the owner', 'the agent has no open hand-off in this conversation');
export const unknownColleague = (id: string): ProblemException =>
  problem(422, 'Unknown colleague', `${id} is not another agent with a desk`);
export const unknownTransferTarget = (id: string): ProblemException =>
  problem(422, 'Unknown transfer target', `there is no agent ${id}`);
export const policyNotFound = (tenantId: string, activeVersion: string): ProblemException =>
  problem(
    404,
    'Not found',
    `tenant ${tenantId} has no policy of its own; the default policy ${activeVersion} is active`,
  );
export const queueNotFound = (name: string): ProblemException =>
  problem(404, 'Not found', `there is no queue ${name}, or its wait has not been estimated yet`);
export const invalidLastEventId = (value: string): ProblemException =>
  problem(400, 'Bad request', `Last-Event-ID: ${JSON.stringify(value.slice(0, 40))} is not a sequence number`);
