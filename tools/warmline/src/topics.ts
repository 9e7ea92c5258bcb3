import { declaredTopics, type TopicDifference } from '@warmline/messaging';
import { withLog } from './log.ts';
import { table } from './table.ts';

type Print = (line: string) => void;

/** Creates missing topics and prints what it did, and each setting that differs; these change only with `update`. */
export const apply = (print: Print, { update = false }: { readonly update?: boolean } = {}): Promise<void> =>
  withLog(async (transport) => {
    const declared = declaredTopics();
    const differences: TopicDifference[] = [];
    const onDifference = (difference: TopicDifference): void => void differences.push(difference);
    const created = await transport.applyTopics(declared, { update, onDifference });
    for (const name of created) print(`created ${name}`);
    for (const difference of differences) print(differenceText(difference, update));
    print(`${created.length} created, ${declared.length - created.length} existed`);
    if (differences.length > 0 && !update)
      print(`${differences.length} settings differ from their declaration and were left; --update sets them`);
  });

export const differenceText = ({ topic, setting, value, declared }: TopicDifference, updated: boolean): string =>
  updated
    ? `${topic}: ${setting} was ${value ?? 'not known'}, set to ${declared}`
    : `${topic}: ${setting} is ${value ?? 'not known'}, declared is ${declared}`;

export const list = (print: Print): Promise<void> =>
  withLog(async (transport) => print(listText(await transport.listTopics(), declaredTopics())));

/** Existing and declared topics, each once, by name. */
export const listText = (
  existing: ReadonlyMap<string, number>,
  declared: readonly { readonly name: string; readonly partitions: number }[],
): string => {
  const wanted = new Map(declared.map((t) => [t.name, t.partitions]));
  const names = [...new Set([...existing.keys(), ...wanted.keys()])].sort();
  const rows = names.map((name) => {
    const [count, want] = [existing.get(name), wanted.get(name)];
    if (count === undefined) return [name, '-', 'missing'];
    if (want === undefined) return [name, String(count), 'not declared'];
    return [name, String(count), count === want ? '' : `wrong: ${want} are declared, and a count never changes`];
  });
  const missing = [...wanted.keys()].filter((name) => !existing.has(name)).length;
  const sum = `${existing.size} topics; ${missing} of ${wanted.size} declared are missing${missing > 0 ? ': run warmline topics apply' : ''}`;
  return `${table([['TOPIC', 'PARTITIONS', ''], ...rows])}\n${sum}`;
};
