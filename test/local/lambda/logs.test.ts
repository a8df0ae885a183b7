import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogGroups } from '../../../local/lambda/log-groups.ts';
import { type FunctionLab, openFunctionLab } from './function-lab.ts';

let lab: FunctionLab;
beforeEach(() => {
  lab = openFunctionLab();
});
afterEach(() => lab.stop());

const json = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line));
const quiet = { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: 'quiet' };

test('console calls become JSON lines with level and request id; a single object stays an object', async () => {
  const arn = lab.deploy(
    'Talks',
    'export const handler = async (_event, { awsRequestId }) => { console.log("plain"); console.warn({ a: 1 }); console.info("%s of %d", "one", 2); console.debug("unheard"); return awsRequestId; };',
    { LoggingConfig: quiet },
  );
  const result = await lab.functions.invoke(arn, {});
  const requestId = result.ok ? result.payload : undefined;
  const line = { timestamp: expect.stringMatching(/^\d{4}-.*Z$/), requestId };
  expect(json(lab.lines('quiet'))).toEqual([
    { ...line, level: 'INFO', message: 'plain' },
    { ...line, level: 'WARN', message: { a: 1 } },
    { ...line, level: 'INFO', message: 'one of 2' },
  ]);
});

test('errors are written with type, message and stack', async () => {
  const arn = lab.deploy(
    'Fails',
    'export const handler = async () => { console.error("context", new TypeError("inner")); throw new RangeError("outer"); };',
    { LoggingConfig: quiet },
  );
  await lab.functions.invoke(arn, {});
  const lines = json(lab.lines('quiet'));
  expect(lines[0]).toMatchObject({ level: 'ERROR', errorType: 'TypeError', errorMessage: 'inner', stackTrace: expect.any(Array) });
  expect(lines[1]).toMatchObject({
    level: 'ERROR',
    message: { errorType: 'RangeError', errorMessage: 'outer', stackTrace: expect.any(Array) },
  });
});

test('what is written to stdout or stderr directly stays as it is', async () => {
  const arn = lab.deploy(
    'Writes',
    'export const handler = async () => { process.stdout.write(JSON.stringify({ own: true }) + "\\n"); process.stderr.write("a\\nb\\n"); };',
    { LoggingConfig: quiet },
  );
  await lab.functions.invoke(arn, {});
  expect(lab.lines('quiet')).toEqual(['{"own":true}', 'a', 'b']);
});

test('an application level keeps lower lines out, or lets debug lines in', async () => {
  const code = 'export const handler = async () => { console.debug("d"); console.warn("w"); };';
  await lab.functions.invoke(lab.deploy('Low', code, { LoggingConfig: { ...quiet, LogGroup: 'low', ApplicationLogLevel: 'DEBUG' } }), {});
  await lab.functions.invoke(lab.deploy('High', code, { LoggingConfig: { ...quiet, LogGroup: 'high', ApplicationLogLevel: 'ERROR' } }), {});
  expect(json(lab.lines('low'))).toMatchObject([{ message: 'd' }, { message: 'w' }]);
  expect(lab.lines('high')).toEqual([]);
});

test('platform lines: at INFO each call has a start and a report, the first also its init', async () => {
  const arn = lab.deploy('Loud', 'export const handler = async () => 1;', { LoggingConfig: { LogFormat: 'JSON', LogGroup: 'loud' } });
  await lab.functions.invoke(arn, {});
  await lab.functions.invoke(arn, {});
  const lines = json(lab.lines('loud'));
  expect(lines.map((line) => (typeof line === 'object' && line && 'type' in line ? line.type : line))).toEqual([
    'platform.initStart',
    'platform.start',
    'platform.report',
    'platform.start',
    'platform.report',
  ]);
  expect(lines[2]).toMatchObject({
    record: { status: 'success', metrics: { memorySizeMB: 128, initDurationMs: expect.any(Number), maxMemoryUsedMB: expect.any(Number) } },
  });
  expect(lines[4]).not.toMatchObject({ record: { metrics: { initDurationMs: expect.any(Number) } } });
});

test('platform lines: at WARN a good call has none, a timeout has its end and its report', async () => {
  await lab.functions.invoke(lab.deploy('Good', 'export const handler = async () => 1;', { LoggingConfig: quiet }), {});
  expect(lab.lines('quiet')).toEqual([]);
  await lab.functions.invoke(
    lab.deploy('Late', 'export const handler = () => new Promise(() => {});', { Timeout: 0.2, LoggingConfig: quiet }),
    {},
  );
  expect(json(lab.lines('quiet'))).toMatchObject([
    { type: 'platform.runtimeDone', record: { status: 'timeout', errorType: 'Sandbox.Timedout' } },
    { type: 'platform.report', record: { status: 'timeout' } },
  ]);
});

test('the text format has START, END and REPORT around tab-separated lines', async () => {
  const arn = lab.deploy('Text', 'export const handler = async () => { console.log("hello"); };', { LoggingConfig: { LogGroup: 'text' } });
  await lab.functions.invoke(arn, {});
  expect(lab.lines('text')).toEqual([
    expect.stringMatching(/^START RequestId: \S+ Version: \$LATEST$/),
    expect.stringMatching(/^\S+Z\t\S+\tINFO\thello$/),
    expect.stringMatching(/^END RequestId: \S+$/),
    expect.stringMatching(
      /^REPORT RequestId: \S+\tDuration: .* ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: .* ms$/,
    ),
  ]);
});

test('bytes are counted as CloudWatch counts them: UTF-8 plus 26 for each event', async () => {
  const arn = lab.deploy('Bytes', 'export const handler = async () => { process.stdout.write("một cửa\\n"); };', { LoggingConfig: quiet });
  await lab.functions.invoke(arn, {});
  expect(lab.functions.counters().logBytes).toBe(Buffer.byteLength('một cửa') + 26);
  expect(lab.logs.bytesByGroup()).toEqual({ quiet: Buffer.byteLength('một cửa') + 26 });
});

test('a group file that grew too large is set aside once', () => {
  const directory = mkdtempSync(join(tmpdir(), 'logs-'));
  const logs = openLogGroups(directory, 20);
  for (const line of ['first line of ten', 'second line of ten', 'third', 'fourth']) logs.write('/aws/lambda/x', line);
  logs.stop();
  expect(readdirSync(directory).sort()).toEqual(['aws_lambda_x.log', 'aws_lambda_x.old.log']);
  expect(readFileSync(join(directory, 'aws_lambda_x.log'), 'utf8')).toBe('third\nfourth\n');
  rmSync(directory, { recursive: true });
});
