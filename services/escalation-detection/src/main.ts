import { run } from '@warmline/service-kit';
import { AppModule } from './app.module.ts';
import { readConfig } from './config.ts';

await run('escalation-detection', readConfig, (platform, config) => AppModule.on(platform, config));
