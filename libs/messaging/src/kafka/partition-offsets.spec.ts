import { expect, test } from '@jest/globals';
import { type AdminLike, partitionOffsets } from './topic-admin.ts';

/** Admin clients that fail with these errors, each with one, and then one that answers. */
const failing = (...errors: readonly Error[]) => {
  const left = [...errors];
  return <T>(act: (admin: Pick<AdminLike, 'fetchTopicOffsets'>) => Promise<T>): Promise<T> => {
    const error = left.shift();
    return act({
      fetchTopicOffsets: async () => {
        if (error !== undefined) throw error;
        return [{ partition: 0, offset: '7', low: '1', high: '7' }];
      },
    });
  };
};

test('offsets are asked for again, on another connection, while a leader is elected, and when kafkajs changes its metadata during the call', async () => {
  const election = Object.assign(new Error('no leader'), { type: 'LEADER_NOT_AVAILABLE' });
  const race = new TypeError("Cannot destructure property 'partitions' of 'low.pop(...)' as it is undefined.");
  const [bounds] = await partitionOffsets(failing(election, race), 'a');
  expect(bounds).toMatchObject({ low: '1', high: '7' });
});

test('any other error of the broker is thrown at once', async () => {
  const denied = Object.assign(new Error('denied'), { type: 'TOPIC_AUTHORIZATION_FAILED' });
  await expect(partitionOffsets(failing(denied), 'a')).rejects.toThrow('denied');
});
