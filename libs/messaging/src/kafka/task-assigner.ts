import { assignTasks } from '../task-assignment.ts';

/** The methods used of kafkajs's AssignerProtocol. */
interface AssignerProtocolCodec {
  readonly MemberMetadata: {
    encode(metadata: { version: number; topics: string[]; userData: Buffer }): Buffer;
    decode(buffer: Buffer): { userData: Buffer } | null;
  };
  readonly MemberAssignment: {
    encode(assignment: { version: number; assignment: Record<string, number[]>; userData: Buffer }): Buffer;
  };
}
interface Metadata {
  findTopicPartitionMetadata(topic: string): { partitionId: number }[];
}
interface Group {
  members: { memberId: string; memberMetadata: Buffer }[];
  topics: string[];
}

const decodeHeldTasks = (userData: Buffer | undefined): number[] => {
  try {
    const held: unknown = JSON.parse(String(userData));
    return Array.isArray(held) ? held.filter((task) => Number.isInteger(task)) : [];
  } catch {
    return []; // a foreign or older member counts as one without tasks
  }
};

/**
 * A kafkajs assigner that assigns tasks: partition n of all topics goes to one member. Each member sends its tasks when it
 * joins, so that any leader moves as few as possible.
 */
export const taskAssigner =
  (codec: AssignerProtocolCodec, held: () => readonly number[]) =>
  ({ cluster }: { cluster: Metadata }) => ({
    name: 'warmline-tasks',
    version: 1,
    protocol: ({ topics }: { topics: string[] }) => ({
      name: 'warmline-tasks',
      metadata: codec.MemberMetadata.encode({ version: 1, topics, userData: Buffer.from(JSON.stringify(held())) }),
    }),
    assign: async ({ members, topics }: Group) => {
      const counts = topics.map((topic) => cluster.findTopicPartitionMetadata(topic).length);
      const count = Math.min(...counts);
      if (counts.some((other) => other !== count)) {
        throw new Error(
          `topics of one group differ in partitions: ${topics.map((t, i) => `${t} ${counts[i]}`).join(', ')}`,
        );
      }
      const heldByMember = members.map(({ memberId, memberMetadata }): [string, number[]] => [
        memberId,
        decodeHeldTasks(codec.MemberMetadata.decode(memberMetadata)?.userData),
      ]);
      return [...assignTasks(new Map(heldByMember), count)].map(([memberId, tasks]) => ({
        memberId,
        memberAssignment: codec.MemberAssignment.encode({
          version: 1,
          assignment: Object.fromEntries(topics.map((topic) => [topic, tasks])),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
