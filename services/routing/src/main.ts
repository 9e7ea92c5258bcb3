import { run } from '@warmline/service-kit';
import { AppModule } from './app.module.ts';
import { readConfig } from './config.ts';

await run('routing', readConfig, (platform, config) => AppModule.on(platform, config));
