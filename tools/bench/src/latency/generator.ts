import { runTraffic, type TrafficOptions } from './traffic.ts';

/** A process of its own, so that what making load costs is seen apart from what carrying it costs. Its options are its argument. */
const [, , options] = process.argv;
if (options === undefined || process.send === undefined) throw new Error('run this by `npm run bench`');
await runTraffic(JSON.parse(options) as TrafficOptions, (event) => process.send?.(event));
process.disconnect();
