import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { asynchronousEvents, httpEvents, httpEventsWithoutCall } from '../../bench/cold-start-events.ts';

const root = resolve(import.meta.dirname, '../../..');

/** It has nothing but the shell, which every other function has too. */
const NOT_MEASURED = ['api/answer-unknown-route'];

it('the cold start of every function is measured: each has one first event', () => {
  const functions = globSync('functions/**/*.lambda.ts', { cwd: root }).map((path) =>
    path.slice('functions/'.length, -'.lambda.ts'.length),
  );
  const measured = [httpEvents, httpEventsWithoutCall, asynchronousEvents].flatMap((events) => Object.keys(events));
  expect([...measured, ...NOT_MEASURED].sort()).toEqual(functions.sort());
});
