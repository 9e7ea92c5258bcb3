import type { EstimatorName } from '@warmline/queue-wait-estimation/forecast';
import { Command, CommanderError, Option } from 'commander';
import type { Options as DetectOptions } from './detect/detect.ts';
import { dlqCommands } from './dlq/commands.ts';
import { UsageError } from './errors.ts';
import type { Options as EvaluateOptions } from './evaluate/evaluate.ts';
import type { Options as HandoffOptions } from './handoffs/handoffs.ts';
import { policyCommands } from './policy.ts';
import { positiveInteger } from './positive-integer.ts';
import type { Options as SimulateOptions } from './simulate/simulate.ts';

/** Each command loads its modules when it runs: help, and commands that only compute or use HTTP, load no broker and no database. */
const program = new Command('warmline')
  .description('The open-source line between chatbots and people.')
  .showHelpAfterError()
  .exitOverride();
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface ForecastOptions {
  readonly in: string;
  readonly rules?: string;
  readonly out: string;
  readonly futures: number;
  readonly estimator: EstimatorName;
  readonly score?: string;
  readonly plot?: string;
  readonly json: boolean;
}

const LOG = 'KAFKA_BROKERS=host:port,... or, for the embedded log, DATABASE_URL names the log.';

program
  .command('up')
  .description('run all services in one process; PORT, HEALTH_PORT and WARMLINE_DATA set the ports and the data folder')
  .action(async () => {
    const { up } = await import('./up.ts');
    await up(print);
  });

const topics = program.command('topics').description(`manage the topics of the log. ${LOG}`);
topics
  .command('apply')
  .description('create missing topics, and show settings that differ from their declaration')
  .option('--update', 'set the declared values where they differ')
  .action(async (options: { update?: boolean }) => (await import('./topics.ts')).apply(print, options));
topics
  .command('list')
  .description('list topics with their partitions, and declared topics that are missing')
  .action(async () => (await import('./topics.ts')).list(print));
topics
  .command('acl')
  .description(
    'print the least rights of each service at the broker as calls of kafka-acls.sh, from the catalog; KAFKA_TOPIC_PREFIX and KAFKA_GROUP_PREFIX are applied',
  )
  .option(
    '--service <name>',
    'only of this one: a service, operator (this tool), or outside (who writes to the ingress)',
  )
  .option('--principal-prefix <text>', 'the principal is this and the name of the service', 'User:')
  .option('--json', 'print one JSON array of single rules', false)
  .action(async (options: { service?: string; principalPrefix: string; json: boolean }) =>
    (await import('./acl.ts')).acl(options, print),
  );

program
  .command('migrate')
  .description(
    'create the schemas of all services, run missing migrations and grant each role its rights, as the owner in DATABASE_OWNER_URL; the roles are named wl_<service>, or as --user says',
  )
  .option('--user <name>', 'one user for all services, in place of a role for each')
  .action(async (options: { user?: string }) => (await import('./migrate.ts')).migrate(options, print));

program
  .command('repair')
  .description(
    `show where the tasks of all services do not fit the log (topic lost, truncated or restored), and mend it. DATABASE_URL names the database. ${LOG}`,
  )
  .option('--apply', 'change what is shown', false)
  .option('--database-restored', 'also give every task a new incarnation: the database is older than the log', false)
  .action(async (options: { apply: boolean; databaseRestored: boolean }) =>
    (await import('./repair.ts')).repair(print, options),
  );

program
  .command('tail')
  .description(`follow topics in readable form until Ctrl-C. ${LOG}`)
  .argument('[topics...]', 'topic names (default: all but dead letters and retries)')
  .option('--from-beginning', 'start with the oldest record', false)
  .action(async (names: string[], { fromBeginning }: { fromBeginning: boolean }) =>
    (await import('./tail.ts')).tail(names, fromBeginning, print),
  );

program
  .command('replay')
  .description('post recorded conversations to a running gateway and write their verdicts')
  .requiredOption('--in <file>', 'JSON lines {id, conversation: [{role, text, bot?}], customer?}')
  .option('--url <url>', 'URL of the gateway', 'http://localhost:3000')
  .option(
    '--out <file>',
    'JSON lines {id, verdict, reasons, rules}, in the order of the input (default: standard output)',
  )
  .option('--concurrency <n>', 'number of concurrent conversations', positiveInteger, 8)
  .action(async (options: { in: string; url: string; out?: string; concurrency: number }) => {
    const { replay } = await import('./replay/replay.ts');
    if (!(await replay(options))) process.exitCode = 1;
  });

program
  .command('score')
  .description('score texts as the sentiment service does')
  .requiredOption('--in <file>', 'JSON lines {id, text}; - for standard input')
  .option('--out <file>', 'JSON lines {id, score, label, pNegative, language}; - for standard output', '-')
  .action(async (options: { in: string; out: string }) => {
    const { scoreFile } = await import('./score.ts');
    if (!(await scoreFile(options))) process.exitCode = 1;
  });

program
  .command('detect')
  .description('assess recorded conversations without a running service: none, offer or immediate, with the reasons')
  .requiredOption(
    '--in <file>',
    'JSON lines {id, conversation: [{role, text, at?, bot?}], customer?}; - is standard input',
  )
  .option('--out <file>', 'JSON lines {id, verdict, reasons, rules, evidence, priority}; - is standard output', '-')
  .option('--policy <file>', 'policy file (default: the default policy)')
  .option('--explain', 'add what each message was scored and which rules nearly fired', false)
  .option('--intents <file>', 'JSON lines {id, scores} for the last message of each conversation, instead of the model')
  .option('--no-intents', 'by the rules alone, as where the runtime of the model is missing')
  .action(async (options: Omit<DetectOptions, 'policy'> & { policy?: string }) => {
    const { detect, DEFAULT_POLICY } = await import('./detect/detect.ts');
    if (!(await detect({ ...options, policy: options.policy ?? DEFAULT_POLICY }))) process.exitCode = 1;
  });

program
  .command('evaluate')
  .description('assess labelled conversations and print precision, recall, F1 and false alarms')
  .requiredOption(
    '--in <file>',
    'JSON lines as for detect, with should_handoff, reason, strength and source; - is standard input',
  )
  .option('--policy <file>', 'policy file (default: the default policy)')
  .option('--intents <file>', 'JSON lines {id, scores} for the last message of each conversation, instead of the model')
  .option('--no-intents', 'by the rules alone, as where the runtime of the model is missing')
  .option('--json', 'print one JSON object instead of tables', false)
  .option('--seed <n>', 'seed of the bootstrap intervals', positiveInteger, 1)
  .action(async (options: EvaluateOptions) => {
    const { evaluate } = await import('./evaluate/evaluate.ts');
    if (!(await evaluate(options, print))) process.exitCode = 1;
  });

program
  .command('handoffs')
  .description('print what the hand-offs of recorded conversations tell the agent, and write payloads to be scored')
  .requiredOption('--in <file>', 'JSON lines as for detect; - is standard input')
  .option('--policy <file>', 'policy file (default: the default policy)')
  .option('--ids <file>', 'JSON {dev: [id], kept: [id]}: the conversations whose payloads are written')
  .addOption(new Option('--part <name>', 'part of these ids').choices(['dev', 'kept', 'all']).default('dev'))
  .option('--payloads <file>', 'text: the payload and transcript of each, without ids and labels')
  .action(async (options: HandoffOptions) => {
    const { handoffs } = await import('./handoffs/handoffs.ts');
    if (!(await handoffs(options, print))) process.exitCode = 1;
  });

program
  .command('erlang')
  .description('compute the exact wait behind n waiting customers in M/M/s+M: mean and quantiles, in seconds')
  .requiredOption('--in <file>', 'JSON lines {id, s, mu_per_s, theta_per_s, n_ahead}; - is standard input')
  .option('--out <file>', 'JSON lines {id, mean, p50, p80, p90}; - is standard output', '-')
  .action(async (options: { in: string; out: string }) => {
    const { erlangFile } = await import('./erlang.ts');
    if (!(await erlangFile(options))) process.exitCode = 1;
  });

program
  .command('forecast')
  .description(
    'forecast the wait at every request of a log, each from the lines before it; with --score, score such forecasts',
  )
  .requiredOption(
    '--in <file>',
    'JSON lines of agent.status, handoff.requested, .assigned, .abandoned and .closed, plain or .gz; with --score the forecasts; - is standard input',
  )
  .option('--rules <file>', 'routing rules: {credit_s, topics: {name: {groups, fallback_after_s}}}')
  .option('--out <file>', 'JSON lines {id, mean, p50, p80, p90}, seconds; - is standard output', '-')
  .option('--futures <n>', 'simulated futures for each forecast', positiveInteger, 50)
  .addOption(
    new Option('--estimator <name>', 'name of the estimator')
      .choices(['blend', 'twin', 'history', 'markov'])
      .default('blend'),
  )
  .option(
    '--score <truth>',
    'JSON lines {id, offered_wait, delayed, scored}, plain or .gz; with --rules, --in is the log and every estimator is scored',
  )
  .option('--plot <file>', 'with --score and without --rules: an SVG of the forecasts against the truth')
  .option('--json', 'print one JSON object instead of a table', false)
  .action(async (options: ForecastOptions) => {
    const { rules, score: truth } = options;
    let succeeded: boolean;
    if (rules === undefined && truth === undefined)
      throw new UsageError('give --rules with the routing rules, or --score with the truth');
    if (rules === undefined) {
      succeeded = await (await import('./forecast/score.ts')).scoreForecasts({ ...options, truth: truth ?? '' }, print);
    } else if (truth === undefined) {
      succeeded = await (await import('./forecast/forecast.ts')).forecastLog({ ...options, rules });
    } else {
      succeeded = await (await import('./forecast/compare.ts')).compareEstimators({ ...options, rules, truth }, print);
    }
    if (!succeeded) process.exitCode = 1;
  });

program
  .command('simulate')
  .description('simulate a contact centre with the real deciders of routing, and forecast every wait')
  .requiredOption('--scenario <file>', 'topics, arrivals, handling, patience, shifts, as JSON: docs/simulating.md')
  .requiredOption('--out <folder>', 'events, assignments, forecasts, truth (JSON lines), rules.json and summary.json')
  .option('--days <n>', 'number of days (default: that of the scenario)', positiveInteger)
  .option('--seed <n>', 'random seed (default: that of the scenario)', positiveInteger)
  .option('--futures <n>', 'simulated futures for each forecast', positiveInteger, 50)
  .option('--no-forecasts', 'make no forecasts')
  .option(
    '--estimates',
    'also run wait estimation: write its estimates as the queue moves, and count promises kept',
    false,
  )
  .option('--json', 'print one JSON object instead of tables', false)
  .action(async (options: SimulateOptions) => (await import('./simulate/simulate.ts')).simulate(options, print));

policyCommands(program, print);
dlqCommands(program, LOG, print);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`warmline: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
