import { deleteTopic, LOST_TOPIC } from '../faults/lost-topic.ts';
import type { DrillContext } from './drill-context.ts';

/** Ends a fault as the runbook says. */
type EndFault = () => Promise<void>;

export interface Scenario {
  /** The alert that has to fire. */
  readonly alert: string;
  /** The fault, in words. */
  readonly fault: string;
  readonly begin: (drill: DrillContext) => Promise<EndFault>;
}

const askForAgent = async (drill: DrillContext): Promise<string> => {
  const id = await drill.newCustomer('api');
  await drill.post(id, 'human', {});
  return id;
};

/** In the order of the drill: faults that leave many hand-offs behind come last. */
export const scenarios: readonly Scenario[] = [
  {
    alert: 'WarmlineNobodyOnDuty',
    fault: 'a customer asks for a person, and no agent is on duty',
    begin: async (drill) => {
      const id = await askForAgent(drill);
      return async () => void (await drill.post(id, 'end', {}));
    },
  },
  {
    alert: 'WarmlineCallbackOverdue',
    fault: 'a customer is promised a callback, and nobody calls',
    begin: async (drill) => {
      const id = await askForAgent(drill);
      await drill.pause(2_000);
      await drill.post(id, 'choices', { choice: 'callback', details: '+1 212 555 0100' });
      return async () => void (await drill.post(id, 'choices', { choice: 'cancel-callback' }));
    },
  },
  {
    alert: 'WarmlineNotReady',
    fault: 'the broker hangs: connections stay open, nothing is answered',
    begin: async (drill) => {
      drill.cluster.kafka.pause();
      return async () => {
        drill.cluster.kafka.resume();
        await drill.untilReady();
      };
    },
  },
  {
    alert: 'WarmlineOutboxGrowing',
    fault: 'the broker is away, customers go on writing',
    begin: async (drill) => {
      await drill.cluster.kafka.kill();
      const stop = drill.repeat(3, () => drill.newCustomer('api'));
      return async () => {
        stop();
        await drill.cluster.kafka.restart();
        await drill.untilReady();
      };
    },
  },
  {
    alert: 'WarmlineServiceMissing',
    fault: 'both processes of the gateway are gone',
    begin: async (drill) => {
      const gateways = drill.cluster.replicasOf('gateway');
      for (const { process } of gateways) process.kill('SIGKILL');
      await Promise.all(gateways.map(({ process }) => process.exited));
      return async () => {
        for (const gateway of gateways) gateway.start();
        await drill.untilReady();
      };
    },
  },
  {
    alert: 'WarmlineTaskStopped',
    fault: `${LOST_TOPIC} is deleted and created again`,
    begin: async (drill) => {
      await deleteTopic(drill.cluster.kafka.brokers, LOST_TOPIC);
      await drill.warmline('topics', 'apply');
      return async () => {
        await drill.stopAll();
        await drill.warmline('repair', '--apply');
        await drill.startAll();
      };
    },
  },
  {
    alert: 'WarmlineDeadLetterStorm',
    fault: 'a channel publishes messages that no gateway accepts, ten a second',
    begin: async (drill) => {
      const stop = drill.repeat(2, () => drill.publish(5, true));
      return async () => stop();
    },
  },
  {
    alert: 'WarmlineDeadLetterWaiting',
    fault: 'a refused message waits for a decision',
    begin: async (drill) => {
      await drill.publish(1, true);
      return async () => void (await drill.warmline('dlq', 'discard', '--all', '--why', 'a drill'));
    },
  },
  {
    alert: 'WarmlineStaleCommits',
    fault: 'something else takes the tasks of sentiment from it again and again',
    begin: async (drill) => {
      const client = await drill.connect();
      const stopTakeOvers = drill.repeat(5, () => client.query('UPDATE wl_sentiment.task SET version = version + 1'));
      const stopMessages = drill.repeat(10, () => drill.newCustomer('api'));
      return async () => {
        stopMessages();
        stopTakeOvers();
        await client.end();
      };
    },
  },
  {
    alert: 'WarmlineCommandsRefused',
    fault: 'a transaction holds the states of the gateway, and requests go on',
    begin: async (drill) => {
      const release = await drill.lockTable('wl_gateway.state');
      const stop = drill.repeat(20, () => drill.newCustomer('api'));
      return async () => {
        stop();
        await release();
      };
    },
  },
  {
    alert: 'WarmlineLagGrowing',
    fault:
      'each commit of the gateway waits for three seconds, and a channel goes on publishing, 400 messages a second',
    begin: async (drill) => {
      const release = await drill.slowTable('wl_gateway.task');
      const stop = drill.repeat(4, () => drill.publish(100));
      return async () => {
        stop();
        await release();
      };
    },
  },
  {
    alert: 'WarmlineBotOverloaded',
    fault: 'the bot accepts requests and never answers',
    begin: async (drill) => {
      drill.bot.hang(true);
      const stop = drill.repeat(40, () => drill.newCustomer('web'));
      return async () => {
        stop();
        drill.bot.hang(false);
      };
    },
  },
];
