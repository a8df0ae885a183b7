// A fresh process that loads one bundle and calls its handler once, and prints the CPU milliseconds (all threads) that both took.
// JavaScript, because taking the types off would be counted. Arguments: the bundle's path, the event as JSON.
import { pathToFileURL } from 'node:url';

const [, , bundle, event] = process.argv;
const input = JSON.parse(event);
const started = process.cpuUsage();
const { handler } = await import(pathToFileURL(bundle).href);
const { user: initUser, system: initSystem } = process.cpuUsage(started);
const failed = await handler(input, { awsRequestId: 'request-0001' }).then(
  () => '',
  (error) => String(error),
);
const { user, system } = process.cpuUsage(started);
process.stdout.write(`${JSON.stringify({ initMs: (initUser + initSystem) / 1000, totalMs: (user + system) / 1000, failed })}\n`);
// Connections that are kept alive must not hold the process.
process.exit(0);
