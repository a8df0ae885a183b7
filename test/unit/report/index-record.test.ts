import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoryEvent, HistoryEventType } from '../../../functions/ledger/history-event.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { IndexRecord } from '../../../functions/report/index-fields.ts';
import { type IndexSources, indexRecord } from '../../../functions/report/index-record.ts';
import { nationalPayload } from '../../../functions/report/national-payload.ts';
import { createHandler } from '../../../functions/report/read-index-record.handler.ts';
import { callHttp, httpEvent, staffClaims } from '../../support/http-event.ts';
import { type ComplaintBench, complaintBench, idOf, text } from '../complaint/complaint-bench.ts';

const leader = staffClaims({ sub: 'leader-1', roles: '[leader]' });

describe('the raw record for the national index', () => {
  let bench: ComplaintBench;
  let dossierId = '';
  const ask = (claims = leader) =>
    callHttp(createHandler({ ...bench, apiAddress: 'https://api.example' }), httpEvent('readIndexRecord', { claims, path: { dossierId } }));
  const procedure = () => {
    const found = bundledProcedures.current('temporary-residence');
    if (!found) throw new Error('the catalogue has no temporary residence');
    return found;
  };
  const sources = (more: Partial<IndexSources> = {}, change: Partial<Meta> = {}): IndexSources => ({
    ...{ meta: { ...bench.ledger.meta(dossierId), ...change }, procedure: procedure(), events: bench.ledger.events(dossierId) },
    ...{ documents: [], payments: [], complaints: [], supplements: [], apiAddress: 'https://api.example', ...more },
  });

  beforeEach(async () => {
    bench = complaintBench();
    dossierId = await bench.accepted();
  });

  it('says what is known after the acceptance, and of the rest nothing', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body['record']).toMatchObject({
      ...{ dossierId, state: 'payment-requested', channel: 'online', office: 'G01.042.001', agency: 'police' },
      procedure: { id: 'temporary-residence', hasFee: true, timeLimit: { amount: 3, unit: 'WORKING_DAY' } },
      ...{ submittedAt: '2026-11-23T02:00:00.000Z', acceptedAt: '2026-11-23T02:00:00.000Z', dueAt: '2026-11-27T02:00:00.000Z' },
      fees: [{ amount: 7000, timing: 'ON_ACCEPTANCE' }],
      registries: [
        { registry: 'population', finding: 'match' },
        { registry: 'residence', finding: 'head' },
        { registry: 'land', finding: 'not-found' },
      ],
      identity: { level: 2, vneid: true },
      ...{ supplements: [], payments: [], complaints: [] },
    });
    for (const unknown of ['concludedAt', 'returnedAt', 'ended', 'result', 'rating', 'extension', 'refusedAt'])
      expect(body['record']).not.toHaveProperty(unknown);
    expect(body['payload']).toMatchObject({ NgayTra: null, NgayKetThucXuLy: null, NgayTuChoi: null, ThongTinTra: null });
    expect(body['absent']).toContainEqual({ field: 'NgayTra', reason: 'NOT_HAPPENED' });
  });

  it('tells what was paid, not what was tried, and how its owner rated it', () => {
    const paid = { state: 'booked', amount: 7000, closedAt: '2026-11-23T03:00:00.000Z', receipt: '42-26E-0000001' };
    const rating = { score: 4, at: '2026-11-27T02:00:00.000Z' };
    expect(indexRecord(sources({ payments: [paid, { state: 'failed', amount: 7000 }], rating }))).toMatchObject({
      payments: [{ receipt: '42-26E-0000001', paidAt: '2026-11-23T03:00:00.000Z' }],
      rating,
    });
  });

  it('has nothing personal in it', async () => {
    const text = JSON.stringify((await ask()).body);
    for (const secret of ['042190000016', 'Nguyễn Thị Mẫu', '0009990001', 'thôn Mẫu']) expect(text).not.toContain(secret);
  });

  it.each([
    ['counter', '1', '2'],
    ['kiosk', '1', '2'],
    ['online', '2', '1'],
    ['post', '3', '2'],
  ] as const)('tells the channel %s as %s, filed at %s', (channel, code, place) => {
    const payload = nationalPayload(indexRecord(sources({}, { channel })));
    expect([payload.KenhThucHien, payload.NoiNopHoSo]).toEqual([code, place]);
  });

  it('knows a person at a counter by VNeID only where the officer said so', () => {
    const at = (findings: Meta['findings']) => indexRecord(sources({}, { channel: 'counter', findings })).identity;
    expect(at({ identity: 'VNEID' })).toMatchObject({ vneid: true, verifiedBy: 'VNEID' });
    expect(at({ identity: 'CHIP' })).toMatchObject({ vneid: false, verifiedBy: 'CHIP' });
  });

  describe('the end of the work', () => {
    const at = '2026-11-30T02:00:00.000Z';
    const event = (type: HistoryEventType, data: Record<string, unknown> = {}): HistoryEvent => {
      const { dossierId: id, n } = bench.ledger.meta(dossierId);
      return { dossierId: id, n: n + 1, type, data, at, by: { kind: 'system', id: 'test' } };
    };
    const endedBy = (more: readonly HistoryEvent[], change: Partial<Meta> = {}, supplements: IndexSources['supplements'] = []) =>
      indexRecord(sources({ events: [...sources().events, ...more], supplements }, change)).ended;
    const stopped = (reason: string) => event('dossier.stopped', { reason, cancelled: [], paid: 0 });
    const unanswered = () => {
      const times = { askedAt: '2026-11-24T02:00:00.000Z', answerBy: '2026-11-29T02:00:00.000Z' };
      return { dossierId, n: 1, stage: 'appraisal' as const, askedBy: 'officer-1', documents: [], ...times };
    };

    it('is the conclusion, whatever else there is', () => {
      const times = { concludedAt: '2026-11-26T02:00:00.000Z', returnedAt: '2026-11-27T02:00:00.000Z' };
      expect(endedBy([], times)).toEqual({ at: times.concludedAt, by: 'concluded' });
    });

    it('is a stop, or a refusal at the intake, where nothing was concluded', () => {
      expect(endedBy([stopped('UNPAID')])).toEqual({ at, by: 'stopped' });
      expect(endedBy([event('dossier.not-accepted')])).toEqual({ at, by: 'refused' });
      expect(indexRecord(sources({ events: [event('dossier.not-accepted')] })).refusedAt).toBe(at);
    });

    it('is the time of the request that its applicant never answered', () => {
      const ended = endedBy([stopped('SUPPLEMENT_UNANSWERED')], {}, [unanswered()]);
      expect(ended).toEqual({ at: '2026-11-24T02:00:00.000Z', by: 'stopped' });
      expect(endedBy([stopped('WITHDRAWN')], {}, [unanswered()])).toEqual({ at, by: 'stopped' });
    });

    it('is the wish to withdraw, of an accepted dossier and until it is refused', () => {
      const asked = event('dossier.withdrawal-requested');
      expect(endedBy([asked], { state: 'withdrawal-requested' })).toEqual({ at, by: 'withdrawing' });
      expect(endedBy([asked], { state: 'withdrawal-requested', acceptedAt: undefined })).toBeUndefined();
      expect(endedBy([asked], { state: 'processing' })).toBeUndefined();
    });
  });

  it('says of no register that it was used which gave no answer, and invents no code', () => {
    const payload = nationalPayload(indexRecord(sources({}, { findings: { population: 'unavailable', land: 'found' } })));
    expect(payload.DSKetNoiCSDL).toEqual([{ MaCSDL: null }]);
  });

  it('tells a complaint to every leader but the one whom it is about', async () => {
    const accepted = bench.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted');
    const complaintId = idOf(await bench.file(dossierId, { about: { event: accepted?.n } }));
    expect((await ask()).body['record']).toMatchObject({
      complaints: [{ kind: 'OFFICER', state: 'received', step: { n: accepted?.n }, subjects: ['officer-1'], lines: [{ action: 'FILE' }] }],
    });
    expect((await ask(staffClaims({ roles: '[leader]' }))).body['record']).toMatchObject({ complaints: [] });

    // What was done about it, and whether in time (index 766, row 5.2), without its words.
    bench.clock.set('2026-12-01T10:01:00.000Z');
    await bench.handle(complaintId, { action: 'ASK', text });
    const { complaints } = IndexRecord.parse((await ask()).body['record']);
    const filed = { n: 1, at: complaints[0]?.filedAt, action: 'FILE' };
    expect(complaints[0]?.lines).toEqual([filed, { n: 2, at: '2026-12-01T10:01:00.000Z', action: 'ASK', timing: 'AFTER' }]);
  });

  it('is for leaders of the office and of all its kind', async () => {
    expect((await ask(staffClaims())).status).toBe(403);
    expect((await ask({ ...leader, office: 'G01.042.002' })).status).toBe(404);
    expect((await ask({ ...leader, office: 'G01.042' })).status).toBe(200);
    expect(() => nationalPayload(indexRecord(sources({}, { state: 'draft' })))).toThrow('a draft');
  });
});
