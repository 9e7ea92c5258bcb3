import { storeSuite } from '../store.suite.ts';
import { MemoryStore } from './memory-store.ts';

storeSuite('memory', async () => new MemoryStore());
