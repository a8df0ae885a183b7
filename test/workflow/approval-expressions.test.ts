import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { expressionsOf } from './asl-rules.ts';

const definition: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../state-machines/approval.asl.json'), 'utf8'));

const stage = (...taskIds: string[]) => ({ kind: 'stage', tasks: taskIds.map((taskId) => ({ taskId })) });
const one = { dossierId: 'D', run: 2, stages: [stage('D.1')] };
const three = { ...one, stages: [stage('D.1', 'D.2', 'D.3'), stage('D.4')] };
const result = (...kinds: string[]) => kinds.map((kind) => ({ kind, role: 'consulted' }));

/** Where each expression stands, what it reads and what it must give: a value, or an error by being undefined. */
const cases: [place: string, states: object, value: unknown][] = [
  ['Open stage/Items', { input: three }, [{ taskId: 'D.1' }, { taskId: 'D.2' }, { taskId: 'D.3' }]],
  ['Open stage/Items', { input: one }, [{ taskId: 'D.1' }]],
  ['Open stage/Items', { input: { ...one, stages: [] } }, []],
  ['Open stage/Output/dossierId', { input: one }, 'D'],
  ['Open stage/Output/run', { input: one }, 2],
  ['Open stage/Output/stages', { input: three }, [stage('D.4')]],
  ['Open stage/Output/stages', { input: one }, []],
  ['Open stage/Output/stages', { input: { ...one, stages: [] } }, []],
  ['Open stage/Output/kinds', { result: result('positive', 'negative') }, ['positive', 'negative']],
  ['Open stage/Output/kinds', { result: result('granted') }, ['granted']],
  ['Open stage/Output/kinds', { result: result('cancelled', 'positive') }, ['cancelled', 'positive']],
  ['Open stage/Output/kinds', { result: [] }, []],
  ['Await answer/Arguments/Payload/taskId', { input: { taskId: 'D.1' } }, 'D.1'],
  ['Await answer/Arguments/Payload/dossierId', { context: { Execution: { Input: one } } }, 'D'],
  ['Await answer/Arguments/Payload/token', { context: { Task: { Token: 'T' } } }, 'T'],
  ['Answer could not be awaited/Cause', { input: { Error: 'E', Cause: 'C' } }, '{"Error":"E","Cause":"C"}'],
  ['Answer could not be awaited/Cause', { input: { Error: 'States.Timeout' } }, '{"Error":"States.Timeout"}'],
  ['Outcome/Choices/0/Condition', { input: { kinds: ['positive', 'cancelled'] } }, true],
  ['Outcome/Choices/0/Condition', { input: { kinds: ['positive', 'refused'] } }, false],
  ['Outcome/Choices/0/Condition', { input: { kinds: [] } }, false],
  ['Outcome/Choices/1/Condition', { input: { kinds: ['positive', 'refused'] } }, true],
  ['Outcome/Choices/1/Condition', { input: { kinds: ['positive', 'negative', 'granted'] } }, false],
  ['Outcome/Choices/1/Condition', { input: { kinds: [] } }, false],
  ['Outcome/Choices/2/Condition', { input: { stages: [stage('D.4')] } }, true],
  ['Outcome/Choices/2/Condition', { input: { stages: [] } }, false],
  ['Conclude/Arguments/Payload/dossierId', { input: one }, 'D'],
  ['Conclude/Arguments/Payload/run', { input: one }, 2],
  ['Conclude/Output', { result: { Payload: { kind: 'concluded' } } }, { kind: 'concluded' }],
  ['Dossier could not be concluded/Cause', { input: { Error: 'E' } }, '{"Error":"E"}'],
];

const expressions = expressionsOf(definition);
const placed = (place: string) => expressions.filter(({ path }) => path.endsWith(`/${place}`));

describe('every expression of the approval machine', () => {
  it('is evaluated here', () => {
    const covered = new Set(cases.flatMap(([place]) => placed(place).map(({ path }) => path)));
    expect(expressions.map(({ path }) => path).filter((path) => !covered.has(path))).toEqual([]);
  });

  it.each(cases)('%s of %j gives %j', async (place, states, value) => {
    const [found, ...others] = placed(place);
    expect(others).toEqual([]);
    const given: unknown = await jsonata(found?.expression ?? '').evaluate({}, { states });
    // Sequences of JSONata carry marks of their own; what leaves a state is JSON.
    expect(JSON.parse(JSON.stringify(given))).toEqual(value);
  });
});
