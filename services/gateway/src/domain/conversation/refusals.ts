import { problem } from '../results.ts';

export const notAssigned = problem(409, 'Not the owner', 'the agent has no open hand-off in this conversation');
export const transferPending = problem(409, 'Transfer under way', 'a transfer was requested; wait for its outcome');
