import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { localDay } from '../../../functions/calendar/local-time.ts';
import { listField, objectField, textField } from '../../../local/demo/api-client.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import type { CasePlace } from '../../support/place/case-place.ts';
import { dossierIn } from '../../support/place/journey.ts';
import { workedTimeAfter } from '../../support/worked-time.ts';

const OFFICE = 'G01.042.001';
const once = () => ({ 'idempotency-key': randomUUID() });

export const howItWasHandled = (here: () => CasePlace): void => {
  describe('how a dossier was handled', () => {
    let dossierId = '';
    let month = '';

    const report = async () => {
      const leader = await here().as('leader');
      return leader.get(`/staff/reports/ii-06?office=${OFFICE}&from=${month}&to=${month}`);
    };
    const figures = async () => {
      const total = objectField(await report(), 'total');
      return { received: objectField(total, 'received')['total'], solved: objectField(total, 'solved')['total'] };
    };

    it('is in the report of its office, and in the book of the day, a moment after it is done', async () => {
      const submitted = await dossierIn(here(), 'new');
      const { submittedAt } = await submitted.read();
      const day = localDay(new Date(String(submittedAt)));
      month = day.slice(0, 7);
      const before = await figures();

      ({ dossierId } = await dossierIn(here(), 'returned'));
      const expected = { received: Number(before.received) + 1, solved: Number(before.solved) + 1 };
      await waitFor(
        'the report',
        () => undefined,
        async () => {
          const now = await figures();
          return JSON.stringify(now) === JSON.stringify(expected) ? now : undefined;
        },
      );

      const officer = await here().as('officer');
      const book = await officer.get(`/staff/tracking-book?office=${OFFICE}&day=${day}`);
      const line = listField(book, 'lines').find((one) => one['dossierId'] === dossierId);
      expect(line).toMatchObject({ state: 'returned', way: 'ONLINE', office: OFFICE });
      const slip = await officer.get(`/staff/dossiers/${dossierId}/control-slip`);
      expect(listField(slip, 'rows').at(-1)).toMatchObject({ step: 'dossier.returned', to: { kind: 'applicant' } });
      const decided = listField(slip, 'rows').find(({ step }) => step === 'task.decided');
      expect(decided).toMatchObject({ giver: { kind: 'staff' }, timing: expect.stringMatching(/^(BEFORE|ON|AFTER)$/) });
    });

    it('is rated once by its owner, and told to the national index', async () => {
      const owner = await here().as('citizen-renter');
      await owner.post(`/citizen/dossiers/${dossierId}/rating`, { score: 5, text: 'Cảm ơn' }, once());
      const again = await owner.send('POST', `/citizen/dossiers/${dossierId}/rating`, { score: 1 }, once());
      expect(kindOf(again)).toBe('409 dossier-rated');
      const leader = await here().as('commune-leader');
      const answer = await leader.get(`/staff/dossiers/${dossierId}/index-record`);
      expect(objectField(answer, 'record')).toMatchObject({ dossierId, rating: { score: 5 }, ended: { by: 'concluded' } });
      expect(objectField(answer, 'payload')).toMatchObject({ TrangThaiHoSo: '10', KenhThucHien: '2', DuocThanhToanTrucTuyen: '2' });
      expect(listField(answer, 'progress').map(({ TrangThai }) => TrangThai)).toEqual(['1', '2', '6', '2', '4', '9', '10']);
    });

    it('is complained about to others than whom the complaint is about, whatever role that person has', async () => {
      const journey = await dossierIn(here(), 'processing');
      const { dueAt } = await journey.read();
      const leader = await here().as('commune-leader');
      const extension = { dueAt: workedTimeAfter(new Date(String(dueAt)), 2), reason: 'Cần xác minh thêm', legalBasis: 'Điều 19' };
      await leader.post(`/staff/dossiers/${journey.dossierId}/extension`, extension);
      const owner = await here().as('citizen-renter');
      const events = listField(await journey.read(), 'events');
      const extended = events.find(({ type }) => type === 'dossier.extended');
      const complaint = { kind: 'DELAY', about: { event: extended?.['n'] }, text: 'Không có lý do gì để kéo dài' };
      const filed = await owner.post('/citizen/complaints', { dossier: journey.dossierId, ...complaint }, once());
      const path = `/staff/complaints/${textField(filed, 'complaintId')}`;
      expect(kindOf(await leader.send('GET', path))).toBe('404 complaint-not-found');
      expect(listField(await leader.get(`/staff/complaints?office=${OFFICE}`), 'complaints')).toEqual([]);
      const record = await leader.get(`/staff/dossiers/${journey.dossierId}/index-record`);
      expect(objectField(record, 'record')).toMatchObject({ complaints: [] });
      expect(listField(await (await here().as('leader')).get(path), 'lines')).toHaveLength(1);
    });

    it('is complained about, and the owner gets an answer', async () => {
      const owner = await here().as('citizen-renter');
      const events = listField(await owner.get(`/citizen/dossiers/${dossierId}`), 'events');
      const decided = events.find(({ type }) => type === 'task.decided');
      const complaint = { dossier: dossierId, kind: 'RESULT', about: { event: decided?.['n'] }, text: 'Quyết định không đúng ý tôi' };
      const filed = await owner.post('/citizen/complaints', complaint, once());
      const path = `/staff/complaints/${textField(filed, 'complaintId')}`;

      // The chief decided it, and sees nothing of this where the chief works.
      const chief = await here().as('chief');
      expect(kindOf(await chief.send('GET', path))).toBe('403 role-missing');
      const shown = await chief.get(`/staff/dossiers/${dossierId}`);
      expect(JSON.stringify(shown)).not.toContain(textField(filed, 'complaintId'));

      const handler = await here().as('complaints-officer');
      expect(listField(await handler.get(`/staff/complaints?office=${OFFICE}`), 'complaints')).toContainEqual(
        expect.objectContaining({ dossierId, overdue: false }),
      );
      expect(listField(await handler.get(path), 'lines')).toMatchObject([{ action: 'FILE', text: complaint.text }]);
      await handler.post(`${path}/answer`, { action: 'SOLVE', text: 'Quyết định đúng quy định' });
      const own = listField(await owner.get(`/citizen/dossiers/${dossierId}/complaints`), 'complaints');
      expect(own).toMatchObject([{ state: 'solved', lines: [{}, { text: 'Quyết định đúng quy định' }] }]);
    });

    it('is not counted while the cell could not be used, as a leader of its operations certifies', async () => {
      const leader = await here().as('operations-leader');
      const downtime = {
        ...{ from: '2025-01-06T08:00:00+07:00', to: '2025-01-06T09:00:00+07:00' },
        ...{ reason: 'Mất điện toàn trung tâm dữ liệu', legalBasis: 'Biên bản sự cố 01/BB' },
      };
      const { id } = await leader.post('/staff/downtimes', downtime, once());
      const withdrawal = { supersedes: { id, to: downtime.to }, reason: 'Ghi nhầm ngày, không có sự cố', legalBasis: 'Biên bản 02/BB' };
      await leader.post('/staff/downtimes', withdrawal, once());
      expect(kindOf(await leader.send('POST', '/staff/downtimes', withdrawal, once()))).toBe('409 downtime-superseded');
      const office = await here().as('commune-leader');
      expect(kindOf(await office.send('POST', '/staff/downtimes', downtime, once()))).toBe('403 role-missing');
      expect(listField(await office.get('/staff/downtimes'), 'downtimes')).toMatchObject([{ id, superseded: { superseded: id } }]);
    });
  });
};
