import { afterEach, expect, test } from 'vitest';

import { openEnvironmentPool } from '../../../local/lambda/environment-pool.ts';
import type { FunctionConfig } from '../../../local/lambda/function-config.ts';
import { type FunctionLab, openFunctionLab, until } from './function-lab.ts';

const config = (name: string, reserved?: number): FunctionConfig => ({
  arn: name,
  name,
  logicalId: name,
  folder: '',
  handler: 'index.handler',
  memoryMb: 128,
  timeoutMs: 1000,
  variables: {},
  log: { group: name, format: 'JSON', system: 'INFO', application: 'INFO' },
  reserved,
  deadLetterArn: undefined,
});

/** A pool whose environments are names only; `ended` tells which of them left, in order. */
const openFakePool = (maxWarm: number, perFunction: number) => {
  const ended: string[] = [];
  let started = 0;
  const pool = openEnvironmentPool({
    maxWarm,
    perFunction,
    start: (of) => {
      const id = `${of.name}${++started}`;
      let dead = false;
      const end = async () => {
        if (!dead) ended.push(id);
        dead = true;
      };
      const call = async () => {
        throw new Error('the pool calls nothing');
      };
      return {
        config: of,
        call,
        end,
        kill: () => void end(),
        get dead() {
          return dead;
        },
        used: false,
      };
    },
  });
  return { pool, ended };
};

/** Whether a promise is still open after all that could settle it has run. */
const open = async (promise: Promise<unknown>): Promise<boolean> => {
  const marker = Symbol('open');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, marker))])) === marker;
};

test('lends the same idle environment again', async () => {
  const { pool } = openFakePool(8, 2);
  const a = config('a');
  const first = await pool.acquire(a, false);
  pool.release(first);
  expect(await pool.acquire(a, false)).toBe(first);
  expect(pool.warm()).toBe(1);
});

test('a function has at most perFunction environments; the next caller waits, first come first served', async () => {
  const { pool } = openFakePool(8, 2);
  const a = config('a');
  const [first, second] = [await pool.acquire(a, false), await pool.acquire(a, false)];
  const order: string[] = [];
  const third = pool.acquire(a, false).then((environment) => order.push('third') && environment);
  const fourth = pool.acquire(a, false).then((environment) => order.push('fourth') && environment);
  expect(await open(third)).toBe(true);
  pool.release(second);
  expect(await third).toBe(second);
  pool.release(first);
  await fourth;
  expect(order).toEqual(['third', 'fourth']);
});

test('reserved concurrency lowers the limit of its function', async () => {
  const { pool } = openFakePool(8, 2);
  const a = config('a', 1);
  await pool.acquire(a, false);
  expect(await open(pool.acquire(a, false))).toBe(true);
});

test('a full pool ends the longest unused idle environment for another function, and never a busy one', async () => {
  const { pool, ended } = openFakePool(2, 2);
  const [a, b, c] = [config('a'), config('b'), config('c')];
  const [first, second] = [await pool.acquire(a, false), await pool.acquire(b, false)];
  const third = pool.acquire(c, false);
  expect(await open(third)).toBe(true);
  pool.release(second);
  await third;
  expect(ended).toEqual(['b2']);
  pool.release(first);
  pool.release(await third);
  await pool.acquire(b, false);
  expect(ended).toEqual(['b2', 'a1']);
  expect(pool.warm()).toBe(2);
});

test('a nested call never waits: it exceeds both limits while it lasts', async () => {
  const { pool, ended } = openFakePool(1, 1);
  const a = config('a');
  const outer = await pool.acquire(a, false);
  const inner = await pool.acquire(a, true);
  expect(pool.warm()).toBe(2);
  pool.release(inner);
  expect(ended).toEqual(['a2']);
  pool.release(outer);
  expect(pool.warm()).toBe(1);
});

test('a dead environment makes room for who waits', async () => {
  const { pool } = openFakePool(1, 1);
  const a = config('a');
  const first = await pool.acquire(a, false);
  const second = pool.acquire(a, false);
  await first.end();
  pool.release(first);
  expect(await second).not.toBe(first);
});

test('stopping refuses who waits and who comes', async () => {
  const { pool, ended } = openFakePool(1, 1);
  const a = config('a');
  await pool.acquire(a, false);
  const waiting = pool.acquire(a, false);
  const refusal = expect(waiting).rejects.toThrow('the local runtime is stopping');
  await pool.stop();
  await refusal;
  await expect(pool.acquire(a, false)).rejects.toThrow('the local runtime is stopping');
  expect(ended).toEqual(['a1']);
});

let lab: FunctionLab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

test('real workers: twenty concurrent calls of four functions keep to the limits and all succeed', async () => {
  const opened = openFunctionLab({ maxWarm: 3, perFunction: 2 });
  lab = opened;
  const code = 'export const handler = async ({ n }) => { await new Promise((resolve) => setTimeout(resolve, 5)); return n; };';
  const arns = ['A', 'B', 'C', 'D'].map((name) => opened.deploy(name, code));
  let most = 0;
  const results = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const result = await opened.functions.invoke(arns[n % 4] ?? '', { n });
      most = Math.max(most, opened.functions.warm());
      return result;
    }),
  );
  expect(results).toEqual(Array.from({ length: 20 }, (_, n) => ({ ok: true, payload: n })));
  expect(most).toBeLessThanOrEqual(3);
  expect(opened.functions.busy()).toBe(0);
});

test('stopping ends a running call with Runtime.ExitError', async () => {
  lab = openFunctionLab();
  const arn = lab.deploy('Endless', 'export const handler = () => new Promise(() => {});');
  const result = lab.functions.invoke(arn, {});
  await until(() => lab?.functions.warm() === 1);
  expect(lab.functions.busy()).toBe(1);
  await lab.functions.stop();
  expect(await result).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
});
