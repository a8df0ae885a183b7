import { describe, expect, it } from 'vitest';
import { decisionOf, isDecided, readDeciding } from '../../../functions/ledger/decision.ts';
import { taskKey } from '../../../functions/ledger/item-keys.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { Task, taskIdOf } from '../../../functions/ledger/task.ts';
import { countedUlid } from '../../support/fixed.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const dossierId = countedUlid(1);
const planned = (n: number, role: Task['role']) => ({ n, kind: `task-${n}`, role, agency: 'police', office: 'G01.042.001' });
const task = (n: number, answer?: Task['answer']): Task =>
  Task.parse({
    ...planned(n, answer === 'GRANT' || answer === 'REFUSE' ? 'competent' : 'consulted'),
    ...{ dossierId, taskId: taskIdOf(dossierId, n), state: answer ? 'closed' : 'open' },
    ...{ openedAt: '2026-11-23T02:00:00.000Z', dueAt: '2026-12-02T02:00:00.000Z', answer },
  });

const advisedThenDecided: Meta['stages'] = [[planned(1, 'consulted')], [planned(2, 'competent')]];
const decidedTwice: Meta['stages'] = [[planned(1, 'competent'), planned(2, 'consulted')], [planned(3, 'competent')]];

describe('the decision of a dossier', () => {
  it.each([
    ['is missing while nothing is answered', advisedThenDecided, [task(1)], undefined],
    ['is not made by opinions', advisedThenDecided, [task(1, 'NEGATIVE'), task(2)], undefined],
    ['is a grant of the one that decides', advisedThenDecided, [task(1, 'NEGATIVE'), task(2, 'GRANT')], 2],
    ['is a refusal of the one that decides', advisedThenDecided, [task(1, 'POSITIVE'), task(2, 'REFUSE')], 2],
    ['needs the grants of all', decidedTwice, [task(1, 'GRANT'), task(2, 'POSITIVE'), task(3)], undefined],
    ['is the last grant', decidedTwice, [task(1, 'GRANT'), task(2, 'POSITIVE'), task(3, 'GRANT')], 3],
    ['is one refusal, though others are still asked', decidedTwice, [task(1, 'REFUSE'), task(2)], 1],
    ['is missing where nobody decides', [[planned(1, 'consulted')]], [task(1, 'POSITIVE')], undefined],
    ['is missing before there is a plan', [], [], undefined],
  ] as const)('%s', (_what, stages, tasks, n) => {
    const plan = stages.map((some) => [...some]);
    expect(decisionOf(plan, tasks)?.n).toBe(n);
    expect(isDecided(plan, tasks)).toBe(n !== undefined);
  });

  it('is read from the tasks of those who decide, and from none before the agencies have the dossier', async () => {
    const ledger = memoryLedger();
    for (const one of [task(1, 'POSITIVE'), task(2, 'GRANT')]) await ledger.putItem(taskKey(dossierId, one.n), one);
    const meta = { dossierId, stages: advisedThenDecided, run: 1 };
    expect((await readDeciding(ledger, meta)).map(({ n }) => n)).toEqual([2]);
    expect(await readDeciding(ledger, { ...meta, run: 0 })).toEqual([]);
    expect(ledger.calls.readItems).toBe(1);
  });
});
