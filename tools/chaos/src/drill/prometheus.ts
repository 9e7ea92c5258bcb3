import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, freePort, runProcess } from '@warmline/testing/processes';
import { stringify } from 'yaml';

export interface Alert {
  readonly name: string;
  readonly state: 'pending' | 'firing';
  readonly labels: Readonly<Record<string, string>>;
}

export interface Prometheus {
  readonly url: string;
  /** Alerts that are pending or firing now. */
  alerts(): Promise<readonly Alert[]>;
  stop(): Promise<void>;
}

interface AlertsAnswer {
  readonly data: {
    readonly alerts: readonly { readonly state: Alert['state']; readonly labels: Readonly<Record<string, string>> }[];
  };
}

/**
 * Starts the `prometheus` of this machine over these targets (host:port) and rules. Resolves when it has read every target three times:
 * a counter that rises before it was ever read has not risen for Prometheus. Rejects with its output if it does not start.
 */
export const startPrometheus = async (options: {
  readonly dataDir: string;
  readonly rules: string;
  readonly targets: readonly string[];
  readonly scrapeSeconds: number;
}): Promise<Prometheus> => {
  const folder = join(options.dataDir, 'prometheus');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'alerts.yaml'), options.rules);
  const interval = `${options.scrapeSeconds}s`;
  const config = {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: ['alerts.yaml'],
    scrape_configs: [{ job_name: 'warmline', static_configs: [{ targets: options.targets }] }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const server = runProcess({
    name: 'prometheus',
    command: 'prometheus',
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=warn',
    ],
    logFile: join(folder, 'prometheus.out'),
  });
  const url = `http://${address}`;
  await server.waitFor(`${url}/-/ready`);
  const scrapes = encodeURIComponent('count(count_over_time(up[10m]) >= 3)');
  await eventually(
    async () => {
      const answer = await fetch(`${url}/api/v1/query?query=${scrapes}`);
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      if (Number(data.result[0]?.value[1] ?? 0) < options.targets.length) throw new Error('not every target was read');
    },
    { withinMs: 30_000 + 4_000 * options.scrapeSeconds },
  );
  return {
    url,
    alerts: async () => {
      const answer = await fetch(`${url}/api/v1/alerts`, { signal: AbortSignal.timeout(5_000) });
      const { data } = (await answer.json()) as AlertsAnswer;
      return data.alerts.map(({ state, labels }) => ({ name: labels.alertname ?? '', state, labels }));
    },
    stop: () => server.stop(),
  };
};
