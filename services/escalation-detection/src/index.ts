export { AppModule } from './app.module.ts';
export { readConfig } from './config.ts';
export { loadPolicy } from './policy-file.ts';
