import { type Command, InvalidArgumentError, Option } from 'commander';
import { positiveInteger } from '../positive-integer.ts';
import { parseInstant } from './instant.ts';

type Print = (line: string) => void;

const instant = (text: string): number => {
  const at = parseInstant(text, Date.now());
  if (at === undefined)
    throw new InvalidArgumentError(
      'must be an ISO 8601 date or time (UTC where it names no zone), or an age: 90s, 30m, 2h, 7d.',
    );
  return at;
};

const withFilterOptions = (command: Command): Command =>
  command
    .option('--topic <name>', 'only of this topic')
    .option('--group <service>', 'only of this service')
    .option('--reason <text>', 'only if the reason contains this text')
    .option('--handler <name>', 'only those refused by this stage')
    .option('--type <event>', 'only of this event type')
    .option('--key <key>', 'only with this key or correlation id: a conversation, pool or agent')
    .option('--tenant <id>', 'only of this tenant')
    .option('--since <when>', 'only from this time on: an ISO 8601 date or time, or an age such as 2h', instant)
    .option('--until <when>', 'only before this time: as --since', instant)
    .option('--attempts <n>', 'only with at least this many attempts', positiveInteger);

/** A command loads its modules when it runs. */
const run = () => import('./dlq.ts');

export const dlqCommands = (program: Command, log: string, print: Print): void => {
  const dlq = program.command('dlq').description(`manage dead letters: records a service could not process. ${log}`);
  const json = new Option('--json', 'for scripts: JSON on standard output').default(false);

  withFilterOptions(dlq.command('list'))
    .description('list dead letters, oldest first, with their state: open, replayed or discarded')
    .option('--open', 'only those neither replayed nor discarded', false)
    .option('--count', 'count them by group, topic and reason', false)
    .option('--limit <n>', 'at most this many (default: 100; with --json all)', positiveInteger)
    .addOption(json)
    .action(async (options) => (await run()).list(options, print));
  dlq
    .command('show')
    .description('print headers and body of dead letters')
    .argument('<id>', 'topic/partition/offset, as listed')
    .addOption(json)
    .action(async (id: string, { json }: { json: boolean }) => (await run()).show(id, json, print));
  const withSelection = (command: Command): Command =>
    withFilterOptions(command)
      .argument('[ids...]', 'topic/partition/offset, as listed; or filters')
      .option('--limit <n>', 'at most this many, oldest first', positiveInteger)
      .option('--all', 'every open dead letter', false)
      .option('--dry-run', 'print what would be done, and do nothing', false)
      .addOption(json);
  withSelection(dlq.command('replay'))
    .description('send dead letters to their service again; it skips one it has handled')
    .option('--again', 'with filters: include those replayed before', false)
    .action(async (ids: string[], options) => (await run()).replay(ids, options, print));
  withSelection(dlq.command('discard'))
    .description('discard dead letters: they are no longer open and cannot be replayed')
    .requiredOption('--why <text>', 'the reason, kept with it')
    .action(async (ids: string[], options) => (await run()).discard(ids, options, print));
};
