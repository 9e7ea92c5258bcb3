export { AppModule } from './app.module.ts';
export { readConfig } from './config.ts';
