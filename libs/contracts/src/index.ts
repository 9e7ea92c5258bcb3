export * from './catalog.ts';
export * from './envelope.ts';
export * from './parts.ts';
export * from './topic.ts';
export { choice, notice } from './topics/conversation.ts';
