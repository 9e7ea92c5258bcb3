import { type DataOf, type TeamsDocument, teamsSchema, topics } from '@warmline/contracts';
import { describeIssues, readToEnd, type Transport } from '@warmline/messaging';

/** How long a new version may take to be noticed. */
const REFRESH_MS = 5_000;

export interface PublishedTeamsLog {
  info(context: object, message: string): void;
  error(context: object, message: string): void;
}

/**
 * The teams, opening hours and routing settings as the gateway published them last. `start` rejects until a version is there that can
 * be used; later versions replace it within five seconds. A version that cannot be used is logged and the one before it stays.
 */
export class PublishedTeams {
  private teams: TeamsDocument | undefined;
  private version = '';
  private end = -1;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly transport: Pick<Transport, 'tail' | 'bounds' | 'listTopics'>,
    private readonly log: PublishedTeamsLog,
    private readonly refreshMs = REFRESH_MS,
  ) {}

  /** The same object until another version is there. Throws before `start` has resolved. */
  readonly current = (): TeamsDocument => {
    if (this.teams === undefined) throw new Error('no teams have been published yet');
    return this.teams;
  };

  async start(): Promise<void> {
    await this.refresh();
    this.current();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.log.error({ err: error }, 'the published teams cannot be read'));
    }, this.refreshMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
  }

  private async refresh(): Promise<void> {
    const end = await this.findEnd();
    if (end === this.end) return;
    let teams: DataOf<'TeamsPublished'> | undefined;
    let hours: DataOf<'HoursPublished'> | undefined;
    await readToEnd(this.transport, topics.policy, ({ type, data }) => {
      if (type === 'TeamsPublished') teams = data as DataOf<'TeamsPublished'>;
      if (type === 'HoursPublished') hours = data as DataOf<'HoursPublished'>;
    });
    this.end = end;
    if (teams === undefined || hours === undefined) return;
    this.use(teams, hours);
  }

  private use(teams: DataOf<'TeamsPublished'>, hours: DataOf<'HoursPublished'>): void {
    const version = `${teams.version} ${hours.version}`;
    if (version === this.version) return;
    this.version = version;
    const parsed = teamsSchema.safeParse({ ...teams.teams, ...hours.hours });
    if (!parsed.success) {
      this.log.error({ version }, describeIssues('the published teams are not valid', parsed.error.issues));
      return;
    }
    this.teams = parsed.data;
    this.log.info({ version }, 'teams and opening hours in force');
  }

  /** Records in the topic, over all its partitions. */
  private async findEnd(): Promise<number> {
    const partitions = (await this.transport.listTopics()).get(topics.policy.name) ?? 0;
    const bounds = await Promise.all(
      Array.from({ length: partitions }, (_, n) => this.transport.bounds(topics.policy.name, n)),
    );
    return bounds.reduce((sum, { end }) => sum + end, 0);
  }
}
