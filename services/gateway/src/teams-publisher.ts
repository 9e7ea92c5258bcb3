import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, derivedId, type Output } from '@warmline/messaging';
import type { PublishTeams } from './domain/teams-publication.ts';

type JsonDocument = Output<'TeamsPublished'>['data']['teams'];

/** The teams of an installation serve all its tenants. */
const TENANT = 'default';
const RETRY_MS = 1_000;

/** The documents of a teams file: opening hours apart from the rest, each under a version that follows from its content. */
export const publicationOf = (file: Readonly<Record<string, unknown>>): PublishTeams['data'] => {
  const { calendars = {}, hours = {}, ...teams } = file as JsonDocument;
  return {
    tenantId: TENANT,
    teams: versioned('teams', teams),
    hours: versioned('hours', { calendars, hours }),
  };
};

const versioned = (name: string, document: JsonDocument) => ({
  version: `${name}-${derivedId(JSON.stringify(document)).slice(0, 13)}`,
  document,
});

/** Publishes the teams file once the gateway can take commands; until that succeeds, routing does not start on a new installation. */
export class TeamsPublisher {
  private readonly stopping = new AbortController();
  private publishing: Promise<void> = Promise.resolve();

  constructor(
    private readonly publish: () => Promise<Answer>,
    private readonly log: { warn(context: object, message: string): void },
    private readonly retryMs = RETRY_MS,
  ) {}

  async start(): Promise<void> {
    this.publishing = this.untilPublished();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.publishing;
  }

  private async untilPublished(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.publish();
        return;
      } catch (error) {
        this.log.warn({ err: error }, 'the teams file could not be published yet, trying again');
        await sleep(this.retryMs, undefined, { signal }).catch(() => {});
      }
    }
  }
}
