import { beforeEach, describe, expect, it } from 'vitest';
import { citizenClaims, staffClaims } from '../../support/http-event.ts';
import { type ComplaintBench, complaintBench, handler, idOf, text } from './complaint-bench.ts';

const stranger = citizenClaims({ sub: 'citizen-2', pin: '042190000999' });
const leader = staffClaims({ sub: 'leader-9', office: 'G01.042', roles: '[leader]' });
/** The officer who accepts, with the role of a handler. */
const subject = staffClaims({ roles: '[intake approver complaints leader]' });

describe('a complaint', () => {
  let bench: ComplaintBench;
  let dossierId = '';

  beforeEach(async () => {
    bench = complaintBench();
    dossierId = await bench.accepted();
  });

  it('is linked to the dossier, the step and the officer, with its legal limits in working days', async () => {
    const events = bench.ledger.events(dossierId);
    const accepted = events.find(({ type }) => type === 'dossier.accepted');
    const { status, body } = await bench.file(dossierId, { about: { event: accepted?.n } });
    expect(status).toBe(201);
    // Monday 23 November; the 24th is a holiday. Each ends with the work of its last day.
    expect(body).toMatchObject({
      ...{ dossierId, kind: 'OFFICER', state: 'received', step: { n: accepted?.n } },
      limits: { refuseBy: '2026-11-26T10:00:00.000Z', askBy: '2026-12-01T10:00:00.000Z', solveBy: '2026-12-15T10:00:00.000Z' },
    });
    expect(body).not.toHaveProperty('subjects');
    expect(await bench.complaints.read(idOf({ body }))).toMatchObject({ subjects: ['officer-1'], office: 'G01.042.001' });
  });

  it('tells its handler which step and whom it is about, and its owner no account', async () => {
    const accepted = bench.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted');
    const complaintId = idOf(await bench.file(dossierId, { about: { event: accepted?.n } }));
    const about = { step: { n: accepted?.n }, subjects: ['officer-1'] };
    expect((await bench.read(complaintId)).body).toMatchObject(about);
    expect((await bench.list()).body['complaints']).toMatchObject([about]);
    expect(JSON.stringify((await bench.listOwn(dossierId)).body)).not.toContain('officer-1');
  });

  it('is hidden from all who acted on the dossier when it names a step that nobody of the staff took', async () => {
    const events = bench.ledger.events(dossierId);
    const submitted = events.find(({ type }) => type === 'dossier.submitted');
    const { body } = await bench.file(dossierId, { about: { event: submitted?.n } });
    expect(await bench.complaints.read(idOf({ body }))).toMatchObject({ step: { n: submitted?.n }, subjects: ['officer-1'] });
  });

  it('keeps its words sealed wherever it lies', async () => {
    await bench.file(dossierId);
    expect(JSON.stringify(bench.ledger.items())).not.toContain('chờ nhiều giờ');
  });

  it('is in nothing that the dossier tells of itself', async () => {
    const before = bench.ledger.events(dossierId);
    const meta = bench.ledger.meta(dossierId);
    await bench.file(dossierId);
    expect(bench.ledger.events(dossierId)).toEqual(before);
    expect(bench.ledger.meta(dossierId)).toEqual(meta);
  });

  it('is filed once, however often the request comes', async () => {
    const first = await bench.file(dossierId, {}, citizenClaims(), 'the-same-key');
    const again = await bench.file(dossierId, {}, citizenClaims(), 'the-same-key');
    expect(again).toEqual(first);
    expect((await bench.listOwn(dossierId)).body['complaints']).toHaveLength(1);
    expect((await bench.file(dossierId, { kind: 'RESULT' }, citizenClaims(), 'the-same-key')).status).toBe(409);
  });

  it('is filed once when the same request comes twice at the same moment', async () => {
    let inner: Awaited<ReturnType<ComplaintBench['file']>> | undefined;
    bench.complaints.beforeNextWrite(async () => {
      inner = await bench.file(dossierId, {}, citizenClaims(), 'the-same-key');
    });
    const outer = await bench.file(dossierId, {}, citizenClaims(), 'the-same-key');
    expect(outer).toEqual(inner);
    expect((await bench.listOwn(dossierId)).body['complaints']).toHaveLength(1);
  });

  it('is marked when it repeats another about the same step', async () => {
    await bench.file(dossierId, { about: { event: 2 } });
    expect((await bench.file(dossierId, { about: { event: 2 } })).body).toMatchObject({ repeated: true });
    expect((await bench.file(dossierId, { about: { event: 3 } })).body).not.toHaveProperty('repeated');
    expect((await bench.file(dossierId, { kind: 'DELAY', about: { event: 2 } })).body).not.toHaveProperty('repeated');
  });

  it('is refused about what is not the own, is no step, or was never submitted', async () => {
    expect((await bench.file(dossierId, {}, stranger)).status).toBe(404);
    expect((await bench.file('01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
    const strange = await bench.file(dossierId, { about: { event: 99 } });
    expect([strange.status, strange.body['errors']]).toMatchObject([400, [{ pointer: '/body/about' }]]);
    expect((await bench.file(dossierId, { about: { task: `${dossierId}.77` } })).status).toBe(400);
    expect((await bench.file(await bench.draft())).status).toBe(409);
  });

  it.each([
    { kind: 'GRUDGE' },
    { text: 'short' },
    { text: 'x'.repeat(4001) },
    { about: {} },
    { about: { event: 0 } },
    { more: 1 },
    { dossier: 'x' },
  ])('is refused with %j', async (more) => {
    expect((await bench.file(dossierId, more)).status).toBe(400);
  });

  describe('for the staff', () => {
    it('does not exist for whom it is about, whatever role that account has', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      expect((await bench.read(complaintId, subject)).status).toBe(404);
      expect((await bench.handle(complaintId, { action: 'SOLVE', text }, subject)).status).toBe(404);
      expect((await bench.list({}, subject)).body['complaints']).toEqual([]);
      expect((await bench.read(complaintId)).status).toBe(200);
      expect((await bench.list()).body['complaints']).toMatchObject([{ complaintId }]);
    });

    it('is hidden from the one who decided when it is about the result, not from the one who accepted', async () => {
      const decided = await bench.ledger.commit(bench.ledger.meta(dossierId), {
        at: bench.clock.now(),
        by: { kind: 'staff', id: 'chief-1' },
        events: [{ event: { type: 'task.decided', data: { taskId: 'x', office: 'y', decision: 'REFUSE', timing: 'ON' } } }],
        change: {},
      });
      expect(decided.kind).toBe('committed');
      const complaintId = idOf(await bench.file(dossierId, { kind: 'RESULT' }));
      expect((await bench.read(complaintId, { ...handler, sub: 'chief-1' })).status).toBe(404);
      expect((await bench.read(complaintId, { ...handler, sub: 'officer-1' })).status).toBe(200);
    });

    it('belongs to the office of the dossier and to the leader above it', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      const elsewhere = { ...handler, office: 'G01.042.002' };
      expect((await bench.read(complaintId, elsewhere)).status).toBe(404);
      expect((await bench.list({}, elsewhere)).status).toBe(404);
      expect((await bench.read(complaintId, leader)).status).toBe(200);
      expect((await bench.read(complaintId, staffClaims({ sub: 'other', roles: '[intake approver]' }))).status).toBe(403);
    });

    it('tells its owner who read it, before the words leave', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      const { body } = await bench.read(complaintId);
      expect(body['lines']).toMatchObject([{ action: 'FILE', text }]);
      expect(bench.ledger.items().filter(({ what }) => what === 'complaint')).toMatchObject([{ by: { id: 'handler-1' } }]);
      bench.ledger.failNext('putItem');
      expect((await bench.read(complaintId)).status).toBe(500);
    });

    it('is asked about, answered, solved and published, each in its time', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      expect((await bench.handle(complaintId, { action: 'ASK', text: 'Xin cho biết ngày giờ' })).body).toMatchObject({
        state: 'information-asked',
      });
      expect((await bench.answerOwn(complaintId, { text: 'Ngày 23 tháng 11' })).body).toMatchObject({ state: 'received' });
      bench.clock.set('2026-12-14T02:00:00.000Z');
      const solved = await bench.handle(complaintId, { action: 'SOLVE', text: 'Đã nhắc nhở cán bộ' });
      expect(solved.body).toMatchObject({ state: 'solved', nextBy: '2026-12-16T10:00:00.000Z', overdue: false });
      bench.clock.set('2026-12-16T10:01:00.000Z');
      expect((await bench.handle(complaintId, { action: 'PUBLISH', text: 'Đã công khai' })).body).toMatchObject({ state: 'published' });
      const { body } = await bench.read(complaintId);
      expect((body['lines'] as { action: string; timing?: string }[]).map(({ action, timing }) => [action, timing])).toEqual([
        ['FILE', undefined],
        ['ASK', 'BEFORE'],
        ['INFORM', undefined],
        ['SOLVE', 'BEFORE'],
        ['PUBLISH', 'AFTER'],
      ]);
      expect((await bench.list()).body['complaints']).toEqual([]);
    });

    it('may be refused with its legal basis, late as well, and that is said', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      expect((await bench.handle(complaintId, { action: 'REFUSE', text: 'Không thuộc thẩm quyền' })).status).toBe(400);
      bench.clock.set('2026-11-26T10:01:00.000Z');
      const refusal = { action: 'REFUSE', text: 'Không thuộc thẩm quyền', legalBasis: 'Điều 1' };
      expect((await bench.handle(complaintId, refusal)).body).toMatchObject({ state: 'refused', overdue: false });
      expect((await bench.read(complaintId)).body['lines']).toMatchObject([{}, { timing: 'AFTER', legalBasis: 'Điều 1' }]);
    });

    it.each([
      ['received', []],
      ['information-asked', ['ASK']],
      ['refused', ['REFUSE']],
      ['solved', ['SOLVE']],
      ['published', ['SOLVE', 'PUBLISH']],
    ] as const)('lets nothing happen in %s but what belongs there', async (state, way) => {
      const may: Record<string, readonly string[]> = {
        received: ['REFUSE', 'ASK', 'SOLVE'],
        'information-asked': ['SOLVE', 'INFORM'],
        refused: ['RATE'],
        solved: ['PUBLISH', 'RATE'],
        published: ['RATE'],
      };
      for (const action of ['REFUSE', 'ASK', 'SOLVE', 'PUBLISH', 'INFORM', 'RATE']) {
        const complaintId = idOf(await bench.file(dossierId));
        for (const one of way) await bench.handle(complaintId, { action: one, text, legalBasis: 'Điều 1' });
        const answer =
          action === 'INFORM' || action === 'RATE'
            ? await bench.answerOwn(complaintId, action === 'RATE' ? { satisfied: false } : { text: 'Thêm' })
            : await bench.handle(complaintId, { action, text, legalBasis: 'Điều 1' });
        expect([action, answer.status]).toEqual([action, may[state]?.includes(action) ? 200 : 409]);
        if (answer.status === 409) expect(answer.body['state']).toBe(state);
      }
    });

    it('is listed by its limit, and alone when it is overdue', async () => {
      const early = idOf(await bench.file(dossierId));
      bench.clock.set('2026-11-25T02:00:00.000Z');
      const late = idOf(await bench.file(await bench.accepted()));
      bench.clock.set('2026-11-26T10:01:00.000Z');
      const ids = async (query: Record<string, string>) =>
        ((await bench.list(query)).body['complaints'] as { complaintId: string; overdue: boolean }[]).map(({ complaintId, overdue }) => [
          complaintId,
          overdue,
        ]);
      expect(await ids({})).toEqual([
        [early, true],
        [late, false],
      ]);
      expect(await ids({ overdue: 'true' })).toEqual([[early, true]]);
    });

    it('is marked when each of its limits passes, and not before', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      const marks = async () => {
        const { body } = await bench.read(complaintId);
        return [body['passed'], body['overdue'], body['nextBy']];
      };
      // Filed on Monday 23 November; the 24th is a holiday. Each limit ends with the work of its day, its last minute included.
      const [refuseBy, askBy, solveBy] = ['2026-11-26T10:00:00.000Z', '2026-12-01T10:00:00.000Z', '2026-12-15T10:00:00.000Z'];
      bench.clock.set('2026-11-26T10:00:59.000Z');
      expect(await marks()).toEqual([[], false, refuseBy]);
      expect((await bench.list({ overdue: 'true' })).body['complaints']).toEqual([]);
      bench.clock.set('2026-11-26T10:01:00.000Z');
      expect(await marks()).toEqual([['REFUSE'], true, askBy]);
      expect((await bench.list({ overdue: 'true' })).body['complaints']).toMatchObject([{ complaintId, passed: ['REFUSE'] }]);
      bench.clock.set('2026-12-01T10:01:00.000Z');
      expect(await marks()).toEqual([['REFUSE', 'ASK'], true, solveBy]);
      bench.clock.set('2026-12-15T10:01:00.000Z');
      expect(await marks()).toEqual([['REFUSE', 'ASK', 'SOLVE'], true, solveBy]);
      const { body } = await bench.handle(complaintId, { action: 'SOLVE', text });
      expect([body['passed'], body['nextBy']]).toEqual([[], '2026-12-17T10:00:00.000Z']);
      bench.clock.set('2026-12-17T10:01:00.000Z');
      expect(await marks()).toEqual([['PUBLISH'], true, '2026-12-17T10:00:00.000Z']);
      await bench.handle(complaintId, { action: 'PUBLISH', text });
      expect(await marks()).toEqual([[], false, undefined]);
    });

    it('is no longer measured by the first two limits once more was asked for', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      await bench.handle(complaintId, { action: 'ASK', text });
      await bench.answerOwn(complaintId, { text: 'Thêm' });
      bench.clock.set('2026-12-15T10:00:00.000Z');
      expect((await bench.read(complaintId)).body).toMatchObject({ state: 'received', passed: [], nextBy: '2026-12-15T10:00:00.000Z' });
      expect((await bench.list({ overdue: 'true' })).body['complaints']).toEqual([]);
    });

    it('is moved once when two handle it at the same moment', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      bench.complaints.beforeNextWrite(async () => {
        expect((await bench.handle(complaintId, { action: 'SOLVE', text })).status).toBe(200);
      });
      expect((await bench.handle(complaintId, { action: 'ASK', text })).status).toBe(409);
      expect(await bench.complaints.lines(complaintId)).toHaveLength(2);
    });
  });

  describe('for its owner', () => {
    it('shows what was answered, and no account of the staff', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      await bench.handle(complaintId, { action: 'SOLVE', text: 'Đã nhắc nhở cán bộ' });
      await bench.answerOwn(complaintId, { satisfied: true });
      const { status, body } = await bench.listOwn(dossierId);
      expect(status).toBe(200);
      expect(body['complaints']).toMatchObject([
        { complaintId, state: 'solved', satisfied: true, lines: [{ action: 'FILE' }, { text: 'Đã nhắc nhở cán bộ' }, { action: 'RATE' }] },
      ]);
      expect(JSON.stringify(body)).not.toContain('handler-1');
    });

    it('takes one word about its handling', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      await bench.handle(complaintId, { action: 'REFUSE', text, legalBasis: 'Điều 1' });
      expect((await bench.answerOwn(complaintId, { satisfied: false })).status).toBe(200);
      expect((await bench.answerOwn(complaintId, { satisfied: true })).status).toBe(409);
    });

    it('does not exist for others, and neither does the list', async () => {
      const complaintId = idOf(await bench.file(dossierId));
      await bench.handle(complaintId, { action: 'ASK', text });
      expect((await bench.answerOwn(complaintId, { text: 'x' }, stranger)).status).toBe(404);
      expect((await bench.listOwn(dossierId, stranger)).status).toBe(404);
      expect((await bench.answerOwn(`${dossierId}.01ARZ3NDEKTSV4RRFFQ69G5FAV`, { text: 'x' })).status).toBe(404);
      expect((await bench.answerOwn('x', { text: 'x' })).status).toBe(400);
      expect((await bench.answerOwn(complaintId, {})).status).toBe(400);
    });
  });
});
