import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceName } from '@warmline/contracts';
import type { RunningProcess } from '@warmline/testing/processes';
import { startService } from '@warmline/testing/system';
import {
  type ClockStep,
  type Failpoint,
  FIRED_FILE,
  POINT_FILE,
  TAKE_OVER_FILE,
  type TakeOver,
} from './failpoint-names.ts';

export interface InstanceEnvironment {
  readonly dataDir: string;
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly teamsFile: string;
  /** Further settings of every service. */
  readonly settings?: Readonly<Record<string, string>>;
}

const READY_MS = 90_000;
const preload = pathToFileURL(join(import.meta.dirname, 'failpoints.js')).href;

const readJsonLines = <T>(file: string): T[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as T)
    : [];

/** One of the two replicas of a service: its address and log files stay the same over restarts. */
export class Instance {
  readonly url: string;
  readonly healthUrl: string;
  readonly name: string;
  /** Called with every process that is started here. */
  onStart: (process: RunningProcess) => void = () => {};
  private running: RunningProcess | undefined;
  private readonly files: { readonly point: string; readonly fired: string; readonly takeOvers: string };

  constructor(
    readonly service: ServiceName,
    readonly index: number,
    private readonly environment: InstanceEnvironment,
    private readonly port: number,
    private readonly healthPort: number,
  ) {
    this.name = `${service}-${index}`;
    this.url = `http://127.0.0.1:${port}`;
    this.healthUrl = `http://127.0.0.1:${healthPort}`;
    const file = (ending: string) => join(environment.dataDir, `${this.name}.${ending}`);
    this.files = { point: file('point'), fired: file('fired'), takeOvers: file('take-overs') };
  }

  get process(): RunningProcess {
    if (this.running === undefined) throw new Error(`${this.name} was never started`);
    return this.running;
  }

  /** Returns at once; the process joins its group when it is ready. */
  start(): void {
    const { dataDir, brokers, databaseUrl, teamsFile, settings } = this.environment;
    this.running = startService(this.service, {
      name: this.name,
      dataDir,
      nodeArguments: ['--import', preload],
      env: {
        DATABASE_URL: databaseUrl,
        KAFKA_BROKERS: brokers,
        PORT: String(this.port),
        HEALTH_PORT: String(this.healthPort),
        LOG_LEVEL: 'warn',
        TEAMS_FILE: teamsFile,
        ...settings,
        [POINT_FILE]: this.files.point,
        [FIRED_FILE]: this.files.fired,
        [TAKE_OVER_FILE]: this.files.takeOvers,
      },
    });
    this.onStart(this.running);
  }

  ready(): Promise<void> {
    return this.process.waitFor(`${this.healthUrl}/ready`, { withinMs: READY_MS });
  }

  arm(point: Failpoint | ClockStep): void {
    writeFileSync(this.files.point, point);
    this.process.kill('SIGUSR2');
  }

  /** Every take-over by a process of this replica. */
  takeOvers(): TakeOver[] {
    return readJsonLines<TakeOver>(this.files.takeOvers);
  }

  /** True while frozen by SIGSTOP. Source: proc(5), the state after the name in parentheses. */
  get isFrozen(): boolean {
    try {
      return /\) T /.test(readFileSync(`/proc/${this.process.pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  }
}
