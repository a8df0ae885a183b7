import { parseArgs } from 'node:util';
import { readBaseline, synthesizedBaseline, writeBaseline } from './baseline/baseline-file.ts';
import { renewBaseline, renewedLines } from './baseline/renew-baseline.ts';

/*
 * npm run baseline -- [--accept LOGICAL_ID]…
 * Renews infra/stateful-baseline.json after resources that hold state were added, or were changed or removed on purpose.
 */
const { accept = [] } = parseArgs({ options: { accept: { type: 'string', multiple: true } } }).values;
const renewed = renewBaseline(readBaseline(), synthesizedBaseline(), accept);
if (renewed.kind === 'renewed') writeBaseline(renewed.baseline);
for (const line of renewedLines(renewed)) process.stdout.write(`${line}\n`);
process.exitCode = renewed.kind === 'renewed' ? 0 : 1;
