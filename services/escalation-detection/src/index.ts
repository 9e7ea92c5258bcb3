export { loadPolicy } from '@warmline/service-kit/policy-file';
export { AppModule } from './app.module.ts';
export { readConfig } from './config.ts';
