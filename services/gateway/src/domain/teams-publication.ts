import type { CommandResult, Output } from '@warmline/messaging/decider';
import { stateOnly } from './results.ts';

/** A document to publish: a version names its content, so the same content has the same version. */
interface VersionedDocument {
  readonly version: string;
  readonly document: Output<'TeamsPublished'>['data']['teams'];
}

/** The versions of teams and opening hours that were published last. */
export interface TeamsPublication {
  readonly teamsVersion: string;
  readonly hoursVersion: string;
}

/** What the gateway read from the teams file at its start. */
export interface PublishTeams {
  readonly type: 'PublishTeams';
  readonly data: { readonly tenantId: string; readonly teams: VersionedDocument; readonly hours: VersionedDocument };
}

/** Publishes teams and opening hours together, so that a reader always finds both. Nothing happens where both are published already. */
export const publishTeams = (
  before: TeamsPublication | null,
  { data: { tenantId, teams, hours } }: PublishTeams,
): CommandResult<TeamsPublication> => {
  const body = { teamsVersion: teams.version, hoursVersion: hours.version };
  if (before?.teamsVersion === teams.version && before.hoursVersion === hours.version)
    return stateOnly(before, { status: 200, body });
  const outputs: Output[] = [
    { type: 'TeamsPublished', data: { tenantId, version: teams.version, teams: teams.document } },
    { type: 'HoursPublished', data: { tenantId, version: hours.version, hours: hours.document } },
  ];
  return { state: body, verdict: { is: 'emit', outputs }, answer: { status: 201, body }, timeline: [] };
};
