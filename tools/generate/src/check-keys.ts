import { resolve } from 'node:path';
import { outsideKeys } from './outside-keys.ts';

/** Files whose keys are names the process itself gives (topics, tables, headers in a `for … in`), with string as their type. */
const ownNames: ReadonlySet<string> = new Set([
  'libs/contracts/src/envelope.ts',
  'libs/contracts/src/own-value.ts',
  'libs/messaging/src/commands/command-translation.ts',
  'libs/messaging/src/fold.ts',
  'libs/messaging/src/kafka/byte-chunks.ts',
  'libs/messaging/src/kafka/consumer.ts',
  'libs/messaging/src/kafka/kafka-transport.ts',
  'libs/messaging/src/kafka/record-codec-patch.ts',
  'libs/messaging/src/kafka/record-codec.ts',
  'libs/messaging/src/memory/memory-store.ts',
  'libs/messaging/src/postgres/postgres-store.ts',
  'libs/messaging/src/state.ts',
  'libs/messaging/src/task.ts',
]);
const isChecked = (path: string): boolean =>
  /^(services|libs)\/[^/]+\/src\//.test(path) &&
  !/\.spec\.ts$|\.fixtures\.ts$|\/testing\//.test(path) &&
  !ownNames.has(path);

// A string from outside may be `constructor`: look-ups by it go through a Map or `ownValue`.
const found = outsideKeys(resolve(import.meta.dirname, '../../..'), 'tsconfig.check.json', isChecked);
for (const { path, line, text } of found)
  process.stderr.write(`${path}:${line}: ${text} looks up a string that may be any; use a Map or ownValue\n`);
process.exitCode = found.length === 0 ? 0 : 1;
