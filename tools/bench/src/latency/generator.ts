import { runTraffic, type TrafficOptions } from './traffic.ts';

/**
 * The load generator is a process of its own, so that its cost is measured apart from the cost of the system. Its options are its
 * argument.
 */
const [, , options] = process.argv;
if (options === undefined || process.send === undefined) throw new Error('run this by `npm run bench`');
await runTraffic(JSON.parse(options) as TrafficOptions, (event) => process.send?.(event));
process.disconnect();
