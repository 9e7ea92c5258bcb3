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
    .option('--topic <name>', 'of this topic')
    .option('--group <service>', 'that this service could not take')
    .option('--reason <text>', 'whose reason contains this text')
    .option('--handler <name>', 'that this stage refused')
    .option('--type <event>', 'of this event type')
    .option('--key <key>', 'of this conversation, pool or agent: the key or the correlation id')
    .option('--tenant <id>', 'of this tenant')
    .option('--since <when>', 'put aside at or after: an ISO 8601 date or time, or an age such as 2h', instant)
    .option('--until <when>', 'put aside before: as --since', instant)
    .option('--attempts <n>', 'refused at least so often', positiveInteger);

/** What is loaded to run a command is loaded when it runs. */
const run = () => import('./dlq.ts');

export const dlqCommands = (program: Command, log: string, print: Print): void => {
  const dlq = program.command('dlq').description(`dead letters: what a service could not take. ${log}`);
  const json = new Option('--json', 'for scripts: JSON on standard output').default(false);

  withFilterOptions(dlq.command('list'))
    .description('dead letters, oldest first; open, replayed or discarded')
    .option('--open', 'neither replayed nor discarded', false)
    .option('--count', 'how many, by group, topic and reason', false)
    .option('--limit <n>', 'at most so many (default: 100; with --json all)', positiveInteger)
    .addOption(json)
    .action(async (options) => (await run()).list(options, print));
  dlq
    .command('show')
    .description('headers and body of one')
    .argument('<id>', 'topic/partition/offset, as listed')
    .addOption(json)
    .action(async (id: string, { json }: { json: boolean }) => (await run()).show(id, json, print));
  const withSelection = (command: Command): Command =>
    withFilterOptions(command)
      .argument('[ids...]', 'topic/partition/offset, as listed; or filters')
      .option('--limit <n>', 'at most so many, oldest first', positiveInteger)
      .option('--all', 'every open one', false)
      .option('--dry-run', 'say what would be done, and do nothing', false)
      .addOption(json);
  withSelection(dlq.command('replay'))
    .description('give dead letters to their service again; one that was replayed before is skipped by it')
    .option('--again', 'with filters: those replayed before as well', false)
    .action(async (ids: string[], options) => (await run()).replay(ids, options, print));
  withSelection(dlq.command('discard'))
    .description('settle dead letters nothing is to be done about: they are open no longer and cannot be replayed')
    .requiredOption('--why <text>', 'the reason, kept with it')
    .action(async (ids: string[], options) => (await run()).discard(ids, options, print));
};
