import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBotServer } from '@warmline/testing/bot-server';
import { type Cluster, startCluster } from '../cluster.ts';
import { speedUp } from './alert-rules.ts';
import { DrillContext } from './drill-context.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';
import type { Scenario } from './scenarios.ts';

const RULES = resolve(import.meta.dirname, '../../../../deploy/alerts.yaml');
/** Above the longest time of any rule: 15 minutes of age and 5 of `for`. */
const LONGEST_RULE_SECONDS = 20 * 60;
/** Time for the fault itself and for a busy machine, whatever the speed. */
const MARGIN_MS = 90_000;
const POLL_MS = 500;

export interface DrillOptions {
  readonly dataDir: string;
  /** All times of the rules are divided by it. */
  readonly speed: number;
  readonly scenarios: readonly Scenario[];
  readonly onPhase: (line: string) => void;
  readonly onOutcome: (outcome: DrillOutcome) => void;
}

export interface DrillOutcome {
  readonly alert: string;
  readonly fault: string;
  /** Seconds from the fault to the alert, and from its end to the end of the alert; null = it did not happen in time. */
  readonly firedAfter: number | null;
  readonly clearedAfter: number | null;
  /** Other alerts that fired while the fault lasted. */
  readonly others: readonly string[];
  readonly error?: string;
}

/** Begins each fault, waits until Prometheus fires its alert, ends the fault, and waits until the alert is gone. */
export const runDrill = async (options: DrillOptions): Promise<void> => {
  const { dataDir, speed, onPhase } = options;
  const scrapeSeconds = Math.max(1, Math.round(15 / speed));
  const bot = await startBotServer();
  let cluster: Cluster | undefined;
  let prometheus: Prometheus | undefined;
  let stopTraffic: (() => void) | undefined;
  try {
    cluster = await startCluster(dataDir, (line) => onPhase(`starting ${line}`), {
      teamSettings: { callbackWithinSeconds: 5 },
      settings: { BOT_URL: bot.url, BOT_TIMEOUT_MS: '20000' },
    });
    const drill = new DrillContext(cluster, bot);
    // Steady traffic: every service has handled something, and goes on doing so.
    stopTraffic = drill.repeat(1, () => drill.newCustomer('api'));
    prometheus = await startPrometheus({
      dataDir,
      rules: speedUp(readFileSync(RULES, 'utf8'), speed, scrapeSeconds),
      targets: cluster.instances.map(({ healthUrl }) => new URL(healthUrl).host),
      scrapeSeconds,
    });
    const withinMs = MARGIN_MS + (LONGEST_RULE_SECONDS * 1_000) / speed;
    for (const scenario of options.scenarios) {
      onPhase(scenario.alert);
      options.onOutcome(await runScenario(scenario, drill, prometheus, withinMs));
    }
  } finally {
    stopTraffic?.();
    await prometheus?.stop();
    await cluster?.stop();
    bot.stop();
  }
};

const runScenario = async (
  { alert, fault, begin }: Scenario,
  drill: DrillContext,
  prometheus: Prometheus,
  withinMs: number,
): Promise<DrillOutcome> => {
  const others = new Set<string>();
  const firing = async (): Promise<ReadonlySet<string>> =>
    new Set((await prometheus.alerts()).filter(({ state }) => state === 'firing').map(({ name }) => name));
  /** Seconds until the alert fires, or is gone; null if that takes too long. */
  const secondsUntil = async (fires: boolean): Promise<number | null> => {
    const from = Date.now();
    while (Date.now() - from < withinMs) {
      const names = await firing();
      if (fires) for (const name of names) if (name !== alert) others.add(name);
      if (names.has(alert) === fires) return Math.round((Date.now() - from) / 1_000);
      await sleep(POLL_MS);
    }
    return null;
  };
  const outcome = { alert, fault, firedAfter: null, clearedAfter: null, others: [] };
  try {
    if ((await secondsUntil(false)) === null) return { ...outcome, error: 'the alert fires before its fault' };
    const end = await begin(drill);
    const firedAfter = await secondsUntil(true);
    await end();
    const clearedAfter = firedAfter === null ? null : await secondsUntil(false);
    return { ...outcome, firedAfter, clearedAfter, others: [...others].sort() };
  } catch (error) {
    return { ...outcome, error: error instanceof Error ? error.message : String(error) };
  }
};
