import { topics } from '@warmline/contracts';
import { deciderStep, type Stage, stage, statelessStep } from '@warmline/messaging';
import { commonSettings, createPlatform } from '@warmline/service-kit';
import { countingDecider, rekeyByAuthor } from './counting-decider.ts';

/**
 * The runtime as every service uses it, with metrics, deduplication and outbox. It has the name and topics of sentiment; the
 * environment names its log.
 */
const [, , what] = process.argv;

const input = { inputs: [topics.conversation], key: 'conversationId' } as const;
const stages: Readonly<Record<string, Stage>> = {
  'durable-state': stage({ ...input, name: 'count', step: deciderStep(countingDecider) }),
  stateless: stage({ ...input, name: 'by-author', step: statelessStep(rekeyByAuthor), stateless: true }),
};
const chosen = stages[what ?? ''];
if (chosen === undefined) throw new Error(`no such stage: ${what}`);

const settings = commonSettings.parse(process.env);
const platform = createPlatform(settings, 'bench', (error) => {
  platform.logger.fatal({ err: error }, 'cannot go on');
  process.exit(1);
});
const service = platform.service('sentiment');
service.addProcessor([chosen]);
service.start();
process.once(
  'SIGTERM',
  () =>
    void service
      .stop()
      .then(() => platform.close())
      .then(() => process.exit(0)),
);
