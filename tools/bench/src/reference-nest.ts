import 'reflect-metadata';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, type MicroserviceOptions, Payload, Transport } from '@nestjs/microservices';
import type { DataOf } from '@warmline/contracts';
import { Column, DataSource, Entity, PrimaryColumn, type Repository } from 'typeorm';
import { INPUT_TOPIC, NEST_TABLE, readBenchSettings } from './bench-settings.ts';

/** The same count with stock Nest: its own Kafka transport, one handler, one entity loaded and saved for each event. */
@Entity(NEST_TABLE)
class ConversationCount {
  @PrimaryColumn('text')
  conversationId = '';

  @Column('int')
  messages = 0;

  @Column('int')
  characters = 0;
}

const { brokers, database } = readBenchSettings(process.env);
const source = new DataSource({ type: 'postgres', url: database, entities: [ConversationCount], synchronize: true });
const COUNTS = Symbol('counts');

@Controller()
class MessagesController {
  constructor(@Inject(COUNTS) private readonly counts: Repository<ConversationCount>) {}

  @EventPattern(INPUT_TOPIC)
  async posted(@Payload() { conversationId, text }: DataOf<'MessagePosted'>): Promise<void> {
    const count = (await this.counts.findOneBy({ conversationId })) ?? this.counts.create({ conversationId });
    count.messages += 1;
    count.characters += text.length;
    await this.counts.save(count);
  }
}

@Module({
  controllers: [MessagesController],
  providers: [
    {
      provide: COUNTS,
      useFactory: async () => (await source.initialize()).getRepository(ConversationCount),
    },
  ],
})
class NestReference {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(NestReference, {
  logger: false,
  transport: Transport.KAFKA,
  options: {
    client: { clientId: 'bench-nest', brokers },
    consumer: { groupId: 'bench-nest', allowAutoTopicCreation: false },
    subscribe: { fromBeginning: true },
  },
});
await app.listen();
process.once('SIGTERM', () => process.exit(0));
