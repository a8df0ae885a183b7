import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/identity/run-lookups.handler.ts';
import { LookupRefused, runLookups } from '../../../functions/identity/run-lookups.ts';
import { wireType } from '../../../functions/ledger/cloud-event.ts';
import type { LookupRequest, NationalCell, RegistryAnswer } from '../../../functions/platform/national-cell.ts';
import { countedUlid } from '../../support/fixed.ts';
import { intakeBench, monday, ownedForm } from '../../support/intake-bench.ts';

const pin = '042190000016';
const population: RegistryAnswer = {
  registry: 'population',
  status: 'found',
  data: { name: 'Nguyễn Thị Mẫu', status: 'ACTIVE' },
  asOf: monday,
};
const residence: RegistryAnswer = { registry: 'residence', status: 'found', data: { relationToHead: 'HEAD', address: {} }, asOf: monday };
const land: RegistryAnswer = { registry: 'land', status: 'not-found', asOf: monday };
const answers = [population, residence, land];

type Looked = Awaited<ReturnType<NationalCell['lookUp']>>;

/** The lookups over a bench whose national cell answers `looked`, one after the other, and then as the last. */
const lookupBench = (...looked: readonly (Looked | Error)[]) => {
  const cell = intakeBench();
  const asked: LookupRequest[] = [];
  const sent: { dossierId: string; attempt: number; delaySeconds: number }[] = [];
  const deps = {
    ...cell,
    nationalCell: {
      lookUp: async (request: LookupRequest): Promise<Looked> => {
        const answer = looked[Math.min(asked.length, looked.length - 1)];
        asked.push(request);
        if (!answer || answer instanceof Error) throw answer ?? new Error('no answer was prepared');
        return answer;
      },
    },
    queue: {
      send: async (message: { dossierId: string; attempt: number }, delaySeconds: number) => void sent.push({ ...message, delaySeconds }),
    },
  };
  return { ...deps, asked, sent, run: runLookups(deps), handler: createHandler(deps) };
};

const answered = (list: readonly RegistryAnswer[] = answers): Looked => ({ kind: 'answered', answers: list });
const away: Looked = { kind: 'unavailable', reason: 'http-503' };

describe('the lookups after submission', () => {
  it('ask all registries of the procedure in one request, with the purpose and its basis', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    expect(bench.asked).toEqual([
      {
        purpose: 'RESIDENCE_REGISTRATION',
        legalBasis: 'Law on Residence 68/2020/QH14 (amended by Law 118/2025/QH15)',
        dossierId,
        dossierCode: 'G01.042.001-261123-000001',
        subject: { pin },
        requests: [
          { registry: 'population', key: pin },
          { registry: 'residence', key: pin },
          { registry: 'land', key: 'T4201/12/345' },
        ],
      },
    ]);
  });

  it('keep findings only, in one step', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    expect(await bench.run({ dossierId, attempt: 0 }, 'message-1')).toMatchObject({ kind: 'looked-up' });
    const findings = { population: 'match', residence: 'head', land: 'not-found' };
    expect(bench.ledger.meta(dossierId)).toMatchObject({ lookups: 'done', findings, state: 'new' });
    expect(bench.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.looked-up',
      by: { kind: 'system', id: 'run-lookups' },
      cause: 'message-1',
      data: { findings },
    });
    expect(JSON.stringify(bench.ledger.items())).not.toContain('ACTIVE');
  });

  it('leave the submission in its place in the inbox', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    const before = await bench.ledger.listInbox('police', 'G01.042.001');
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    expect(await bench.ledger.listInbox('police', 'G01.042.001')).toEqual(before);
    expect(before.entries).toHaveLength(1);
  });

  it.each([
    ['is asked to complete it', { state: 'supplement-requested', previous: 'new' }],
    ['asks for it back', { state: 'withdrawal-requested', withdrawnFrom: 'new' }],
  ] as const)('go on while the applicant %s, without a place in the inbox', async (_what, waiting) => {
    const bench = lookupBench(away, answered());
    const dossierId = await bench.submitted();
    bench.change(dossierId, waiting);
    expect(await bench.run({ dossierId, attempt: 0 }, 'message-1')).toMatchObject({ kind: 'waiting' });
    expect(await bench.run({ dossierId, attempt: 1 }, 'message-2')).toMatchObject({ kind: 'looked-up' });
    expect(bench.ledger.meta(dossierId)).toMatchObject({ ...waiting, lookups: 'done' });
    expect(await bench.ledger.listInbox('police', 'G01.042.001')).toEqual({ entries: [] });
  });

  it('leave the answer to an intake supplement in its place in the inbox', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    const supplement = { n: 1, stage: 'intake', answerBy: monday, provided: '2026-11-23T03:00:00.000Z' } as const;
    bench.change(dossierId, { state: 'supplement-requested', previous: 'new', supplement });
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    const { entries } = await bench.ledger.listInbox('police', 'G01.042.001');
    expect(entries.map(({ at }) => at)).toEqual(['2026-11-25T03:30:00.000Z']);
  });

  it('are not asked again once they are answered', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    const items = bench.ledger.items();
    expect(await bench.run({ dossierId, attempt: 0 }, 'message-1')).toEqual({ kind: 'not-needed' });
    expect([bench.asked.length, bench.ledger.items()]).toEqual([1, items]);
  });

  it('count once when the same message comes twice at once', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    await Promise.all([bench.run({ dossierId, attempt: 0 }, 'message-1'), bench.run({ dossierId, attempt: 0 }, 'message-1')]);
    expect(bench.types(dossierId).filter((type) => type === 'dossier.looked-up')).toHaveLength(1);
  });

  it('are not needed for a dossier that an officer has refused meanwhile', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    bench.ledger.beforeNextWrite(async () => {
      await bench.refuse(dossierId, { reason: 'Not a house of this commune.', legalBasis: 'Law on Residence' });
    });
    expect(await bench.run({ dossierId, attempt: 0 }, 'message-1')).toEqual({ kind: 'not-needed' });
    expect(bench.ledger.meta(dossierId)).toMatchObject({ state: 'not-accepted', lookups: 'waiting' });
  });
});

describe('what an answer means', () => {
  const finding = async (registry: 'population' | 'residence' | 'land', answer: Partial<RegistryAnswer> & { data?: unknown }) => {
    const list = answers.map((one) => (one.registry === registry ? ({ registry, asOf: monday, ...answer } as RegistryAnswer) : one));
    const bench = lookupBench(answered(list));
    const dossierId = await bench.submitted(ownedForm);
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    return bench.ledger.meta(dossierId).findings[registry];
  };
  const found = (data: Record<string, unknown>) => ({ status: 'found' as const, data });

  it.each([
    ['the same name', 'Nguyễn Thị Mẫu', 'match'],
    ['the name in capitals', 'NGUYỄN THỊ MẪU', 'match'],
    ['the name in decomposed Unicode', 'Nguyễn Thị Mẫu'.normalize('NFD'), 'match'],
    ['the name with other spaces', '  Nguyễn  Thị\u00a0Mẫu ', 'match'],
    ['another name', 'Nguyễn Thị Mẩu', 'other-name'],
    ['the name without its marks', 'Nguyen Thi Mau', 'other-name'],
    ['a part of the name', 'Nguyễn Mẫu', 'other-name'],
    ['no name', '', 'other-name'],
  ])('population: %s', async (_, name, expected) => {
    expect(await finding('population', found({ name, status: 'ACTIVE' }))).toBe(expected);
  });

  it.each(['DECEASED', 'MISSING', 'CANCELLED', 'active', ''])('population: the right name, but the record is %j', async (status) => {
    expect(await finding('population', found({ name: 'Nguyễn Thị Mẫu', status }))).toBe('not-active');
  });

  it('population: a record that is not active waits for the officer, as one that is not there', async () => {
    const dead: RegistryAnswer = { ...population, data: { name: 'Nguyễn Thị Mẫu', status: 'DECEASED' } };
    const bench = lookupBench(answered([dead, residence, land]));
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    expect((await bench.accept(dossierId)).body).toMatchObject({ status: 409, finding: 'not-active' });
    expect((await bench.accept(dossierId, { identityVerifiedBy: 'CHIP' })).status).toBe(200);
  });

  it('population: nobody has the number', async () => {
    expect(await finding('population', { status: 'not-found' })).toBe('not-found');
  });

  it.each([
    ['HEAD', 'head'],
    ['CHILD', 'member'],
    ['SPOUSE', 'member'],
  ])('residence: %s of the household', async (relationToHead, expected) => {
    expect(await finding('residence', found({ relationToHead, address: {} }))).toBe(expected);
  });

  it.each([
    ['the applicant’s, in the countryside', true, 'ONT', 'owned-by-applicant'],
    ['the applicant’s, in town', true, 'ODT', 'owned-by-applicant'],
    ['the applicant’s, but a rice field', true, 'LUC', 'found'],
    ['the applicant’s, but a workshop', true, 'SKC', 'found'],
    ['another’s', false, 'ONT', 'found'],
  ])('land: the parcel is %s', async (_, ownedBySubject, use, expected) => {
    expect(await finding('land', found({ ownedBySubject, use }))).toBe(expected);
  });

  it('land: who owns no dwelling there is not spared the agencies’ look at it', async () => {
    const field: RegistryAnswer = { ...land, status: 'found', data: { ownedBySubject: true, use: 'LUC' } };
    const bench = lookupBench(answered([population, residence, field]));
    const dossierId = await bench.submitted(ownedForm);
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    await bench.accept(dossierId);
    const kinds = bench.ledger.meta(dossierId).stages.map((tasks) => tasks.map(({ kind }) => kind));
    expect(kinds).toEqual([['lawful-dwelling', 'actual-residence'], ['decision']]);
  });

  it('a record without the fields of the purpose is no answer', async () => {
    const bench = lookupBench(answered([{ ...population, data: {} } as RegistryAnswer, residence, land]));
    const dossierId = await bench.submitted();
    await expect(bench.run({ dossierId, attempt: 0 }, 'm')).rejects.toThrow();
    expect(bench.ledger.meta(dossierId).lookups).toBe('waiting');
  });

  it('a registry that nobody knows here is no answer', async () => {
    const bench = lookupBench(answered([population, residence, { ...population, registry: 'tax' }]));
    const dossierId = await bench.submitted();
    await expect(bench.run({ dossierId, attempt: 0 }, 'm')).rejects.toThrow('tax');
  });
});

describe('lookups while the national cell is away', () => {
  it('wait visibly, said once in the history', async () => {
    const bench = lookupBench(away);
    const dossierId = await bench.submitted();
    for (const attempt of [0, 0, 1, 2]) await bench.run({ dossierId, attempt }, 'message-1');
    expect(bench.types(dossierId)).toEqual(['dossier.drafted', 'dossier.submitted', 'dossier.lookups-waiting']);
    expect(bench.ledger.events(dossierId).at(-1)?.data).toEqual({ reason: 'http-503' });
    expect(bench.ledger.meta(dossierId).lookups).toBe('waiting');
  });

  it('pay for saying so once, not at each attempt', async () => {
    const bench = lookupBench(away);
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    let commits = 0;
    const counting: typeof bench.ledger = {
      ...bench.ledger,
      commit: (meta, step) => {
        commits += 1;
        return bench.ledger.commit(meta, step);
      },
    };
    const again = runLookups({ ...bench, ledger: counting });
    expect(await again({ dossierId, attempt: 1 }, 'message-2')).toMatchObject({ kind: 'waiting', delaySeconds: 60 });
    expect(commits).toBe(0);
  });

  it('stay in the inbox while they wait', async () => {
    const bench = lookupBench(away);
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    expect((await bench.ledger.listInbox('police', 'G01.042.001')).entries).toHaveLength(1);
  });

  it.each([
    [0, 30],
    [1, 60],
    [4, 480],
    [5, 900],
    [40, 900],
    [2000, 900],
  ])('go on after attempt %i in %i seconds', async (attempt, delaySeconds) => {
    const bench = lookupBench(away);
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt }, 'message-1');
    expect(bench.sent).toEqual([{ dossierId, attempt: attempt + 1, delaySeconds }]);
  });

  it('resume by themselves when it is back', async () => {
    const bench = lookupBench(away, { kind: 'unavailable', reason: 'timeout' }, answered());
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    for (let next = bench.sent.shift(); next; next = bench.sent.shift()) await bench.run(next, 'message-2');
    expect(bench.types(dossierId).slice(2)).toEqual(['dossier.lookups-waiting', 'dossier.looked-up']);
    expect((await bench.accept(dossierId)).status).toBe(200);
  });

  it('say nothing and send nothing for a dossier that moved on meanwhile', async () => {
    const bench = lookupBench(away);
    const dossierId = await bench.submitted();
    bench.ledger.beforeNextWrite(async () => {
      bench.change(dossierId, { lookups: 'done', n: 9 });
    });
    expect(await bench.run({ dossierId, attempt: 0 }, 'message-1')).toEqual({ kind: 'not-needed' });
    expect(bench.sent).toEqual([]);
  });

  it('come again when the message could not be sent: nothing is forgotten', async () => {
    const bench = lookupBench(away);
    const dossierId = await bench.submitted();
    const run = runLookups({ ...bench, queue: { send: async () => Promise.reject(new Error('queue away')) } });
    await expect(run({ dossierId, attempt: 0 }, 'm')).rejects.toThrow('queue away');
    await bench.run({ dossierId, attempt: 0 }, 'm');
    expect(bench.types(dossierId).filter((type) => type === 'dossier.lookups-waiting')).toHaveLength(1);
    expect(bench.sent).toHaveLength(1);
  });
});

describe('lookups that an officer did not wait for', () => {
  const accepted = async (bench: ReturnType<typeof lookupBench>) => {
    const dossierId = await bench.submitted();
    await bench.run({ dossierId, attempt: 0 }, 'message-1');
    expect((await bench.accept(dossierId, { identityVerifiedBy: 'VNEID' })).status).toBe(200);
    return dossierId;
  };

  it('end without effect: the answer of the national cell is acknowledged, and nobody is asked any more', async () => {
    const bench = lookupBench(away, answered());
    const dossierId = await accepted(bench);
    const items = bench.ledger.items();
    const [later] = bench.sent;
    expect(await bench.run({ dossierId, attempt: later?.attempt ?? 0 }, 'message-2')).toEqual({ kind: 'not-needed' });
    expect([bench.asked.length, bench.ledger.items()]).toEqual([1, items]);
  });

  it('end without effect also when the answer was on its way', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    bench.ledger.beforeNextWrite(async () => {
      await bench.accept(dossierId, { identityVerifiedBy: 'VNEID' });
    });
    expect(await bench.run({ dossierId, attempt: 0 }, 'message-1')).toEqual({ kind: 'not-needed' });
    expect(bench.ledger.meta(dossierId)).toMatchObject({ lookups: 'skipped', findings: { population: 'unavailable' } });
    expect(bench.types(dossierId)).not.toContain('dossier.looked-up');
  });

  it('end without effect after a refusal for good: its message, redriven, is acknowledged', async () => {
    const bench = lookupBench({ kind: 'refused', status: 403, problem: 'purpose-not-covered' });
    const dossierId = await bench.submitted();
    await expect(bench.run({ dossierId, attempt: 0 }, 'm')).rejects.toThrow(LookupRefused);
    expect((await bench.accept(dossierId, { identityVerifiedBy: 'MRZ' })).status).toBe(200);
    expect(await bench.run({ dossierId, attempt: 0 }, 'm')).toEqual({ kind: 'not-needed' });
  });
});

describe('lookups that cannot succeed', () => {
  it('go to the dead letters when the national cell refuses for good', async () => {
    const bench = lookupBench({ kind: 'refused', status: 403, problem: 'purpose-not-covered' });
    const dossierId = await bench.submitted();
    await expect(bench.run({ dossierId, attempt: 0 }, 'm')).rejects.toThrow(LookupRefused);
    expect(bench.sent).toEqual([]);
  });

  it('go to the dead letters when there is no such dossier', async () => {
    await expect(lookupBench(answered()).run({ dossierId: countedUlid(99), attempt: 0 }, 'm')).rejects.toThrow('does not exist');
  });

  it('go to the dead letters when the form is another dossier’s', async () => {
    const bench = lookupBench(answered());
    const first = await bench.submitted();
    const second = await bench.submitted();
    const form = await bench.ledger.readItem({ pk: `DOSSIER#${first}`, sk: 'FORM#0001' });
    await bench.ledger.putItem({ pk: `DOSSIER#${second}`, sk: 'FORM#0001' }, { ...form, pk: undefined, sk: undefined });
    await expect(bench.run({ dossierId: second, attempt: 0 }, 'm')).rejects.toThrow();
    expect(bench.asked).toEqual([]);
  });
});

describe('the consumer of the lookups queue', () => {
  const event = (dossierId: string, type = wireType('dossier.submitted')) => ({
    specversion: '1.0',
    id: `${dossierId}.2`,
    source: '/cells/42',
    type,
    subject: dossierId,
    time: monday,
    datacontenttype: 'application/json',
    sequence: '2',
    data: {},
  });
  const batch = (...bodies: unknown[]) => ({
    Records: bodies.map((body, index) => ({
      messageId: `message-${index + 1}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })),
  });
  const consume = async (bench: ReturnType<typeof lookupBench>, ...bodies: unknown[]) => {
    const { batchItemFailures } = await bench.handler(batch(...bodies), {} as never);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };

  it('takes the event of a submission and its own message to go on', async () => {
    const bench = lookupBench(away, answered());
    const dossierId = await bench.submitted();
    expect(await consume(bench, event(dossierId))).toEqual([]);
    const [later] = bench.sent;
    expect(await consume(bench, { dossierId: later?.dossierId, attempt: later?.attempt })).toEqual([]);
    expect(bench.ledger.meta(dossierId).lookups).toBe('done');
  });

  it('leaves poison to the dead letters and does the rest of the batch', async () => {
    const bench = lookupBench(answered());
    const dossierId = await bench.submitted();
    const failed = await consume(
      bench,
      'no json',
      event(dossierId, wireType('dossier.accepted')),
      { dossierId: 'x', attempt: 0 },
      { dossierId, attempt: -1 },
      event(dossierId),
    );
    expect(failed).toEqual(['message-1', 'message-2', 'message-3', 'message-4']);
    expect(bench.ledger.meta(dossierId).lookups).toBe('done');
  });

  it('logs that it waits, in the words that an alarm counts', async () => {
    const bench = lookupBench(away);
    const dossierId = await bench.submitted();
    await consume(bench, event(dossierId));
    expect(bench.log.lines.slice(-2)).toMatchObject([
      { level: 'WARN', message: 'runLookups: waiting for the national cell', fields: { dossierId, attempt: 0, reason: 'http-503' } },
      { level: 'INFO' },
    ]);
  });

  it('logs no personal data', async () => {
    const bench = lookupBench(away);
    await consume(bench, event(await bench.submitted()));
    const text = JSON.stringify(bench.log.lines);
    expect([text.includes(pin), text.includes('Mẫu')]).toEqual([false, false]);
  });
});
