import { describe, expect, it } from 'vitest';
import { staffClaims } from '../../support/http-event.ts';
import { rentedForm } from '../../support/intake-bench.ts';
import { announcementOf, hexOf, pdf } from '../../unit/document/document-bench.ts';
import { local } from './appointment-bench.ts';
import { ownLife } from './life-bench.ts';
import { OWN, type OwnRules } from './own-procedure.ts';

/*
 * When the legal clock of a dossier starts, and that its receipt names the very minute which the public route gives. Five times of a
 * week in December 2026 without a holiday, and the last afternoon of the year.
 */
const moments = ['2026-12-07 09:00', '2026-12-07 12:00', '2026-12-07 15:30', '2026-12-07 19:00', '2026-12-12 09:00', '2026-12-31 16:00'];
const limits: readonly NonNullable<OwnRules['limit']>[] = [
  [0, 'WORKING_DAY'],
  [3, 'WORKING_DAY'],
  [8, 'WORKING_HOUR'],
  [10, 'DAY'],
  [1, 'MONTH'],
];
const effects = ['NONE', 'SAME_DAY_BECOMES_NEXT', 'START_NEXT_DAY'] as const;

describe.each(limits)('a limit of %i %s', (...limit) => {
  it.each(effects)(
    'is on the receipt, and where its owner reads it, as the public route reckons it, with the cut-off %s',
    async (effect) => {
      for (const dueTime of ['SAME_TIME', 'CLOSE_OF_BUSINESS'] as const) {
        const life = ownLife({ limit, dueTime, cutOff: { time: '15:00', effect } });
        for (const moment of moments) {
          const dossierId = await life.submitted(moment);
          const receipt = await life.accept(dossierId, moment);
          const { body } = await life.call('readAppointment', { path: { procedure: OWN }, query: { acceptedAt: local(moment) } });
          expect(body['dueAt']).toMatch(/^202[67]-/);
          expect([moment, receipt['dueAt'], (await life.own(dossierId))['dueAt']]).toEqual([moment, body['dueAt'], body['dueAt']]);
        }
      }
    },
  );
});

describe('the legal clock', () => {
  it('starts with the acceptance, not with the submission', async () => {
    const life = ownLife();
    const dossierId = await life.submitted('2026-12-07 09:00');
    expect(await life.due(dossierId)).toBeUndefined();
    await life.accept(dossierId, '2026-12-08 10:00');
    expect(await life.due(dossierId)).toBe('2026-12-11 10:00');
  });

  it('starts when the dossier is complete, where something was missing before the acceptance', async () => {
    const life = ownLife();
    const dossierId = await life.submitted('2026-12-07 09:00');
    await life.askAt(dossierId, '2026-12-07 10:00');
    expect(await life.answeredBy(dossierId)).toBeUndefined();
    await life.provideAt(dossierId, '2026-12-09 10:00');
    // Eight hours of work from there: five on Wednesday, three on Thursday.
    expect(await life.answeredBy(dossierId)).toBe('2026-12-10 10:30');
    await life.accept(dossierId, '2026-12-09 14:00');
    expect(await life.due(dossierId)).toBe('2026-12-14 14:00');
  });

  it.each([
    ['in the same hour', '2026-12-07 10:00', '2026-12-10 10:00'],
    ['after the cut-off', '2026-12-08 15:30', '2026-12-14 07:30'],
    ['at night', '2026-12-08 22:00', '2026-12-14 07:30'],
    ['on a Saturday morning', '2026-12-12 09:00', '2026-12-16 09:00'],
  ])('starts with the payment where clockStart is FEE_PAID: paid %s', async (_when, paidAt, dueAt) => {
    const rules = { clockStart: 'FEE_PAID', fee: 10_000, cutOff: { time: '15:00', effect: 'START_NEXT_DAY' } } as const;
    const life = ownLife(rules);
    const dossierId = await life.accepted('2026-12-07 09:00');
    expect(await life.own(dossierId)).toMatchObject({ state: 'payment-requested', status: 6 });
    expect(await life.due(dossierId)).toBeUndefined();
    await life.payAt(dossierId, paidAt);
    expect([(await life.own(dossierId))['state'], await life.due(dossierId)]).toEqual(['processing', dueAt]);
    const query = { acceptedAt: local('2026-12-07 09:00'), paidAt: local(paidAt) };
    const { body } = await life.call('readAppointment', { path: { procedure: OWN }, query });
    expect((await life.own(dossierId))['dueAt']).toBe(body['dueAt']);
  });

  it('starts with the acceptance under FEE_PAID where nothing is due', async () => {
    const life = ownLife({ clockStart: 'FEE_PAID' });
    expect(await life.due(await life.accepted('2026-12-07 09:00'))).toBe('2026-12-10 09:00');
  });

  it('goes on through a transfer to another office and a task that is routed anew', async () => {
    const life = ownLife();
    const dossierId = await life.accepted('2026-12-07 09:00');
    const { code } = await life.own(dossierId);
    life.at('2026-12-08 09:00');
    expect((await life.staff('transferDossier', { dossierId }, { office: 'G01.042.002', reason: 'Không thuộc thẩm quyền' })).status).toBe(
      200,
    );
    const { system, taskId } = life.tasksOf(dossierId)[0] ?? {};
    await life.agency('returnTask', system ?? '', taskId ?? '', { reason: 'Không thuộc cơ quan này' });
    const routed = await life.staff(
      'routeTask',
      { taskId: taskId ?? '' },
      { office: 'ZUB.042.002', reason: 'Đúng thẩm quyền' },
      { office: 'G01.042.002' },
    );
    expect(routed.status).toBe(200);
    expect([await life.due(dossierId), (await life.own(dossierId))['code']]).toEqual(['2026-12-10 09:00', code]);
    expect(life.faults(dossierId)).toEqual([]);
  });
});

describe('a dossier that is brought to a counter on a Saturday morning', () => {
  const saturday = '2026-12-12 09:00';
  const person = { pin: '042190000016', name: 'Nguyễn Thị Mẫu' };

  /** Entered, submitted and accepted by an officer of `office`. */
  const broughtTo = async (office: string) => {
    const life = ownLife();
    life.at(saturday);
    const claims = staffClaims({ office, roles: '[intake]' });
    const filing = { procedure: OWN, form: rentedForm, channel: 'counter', identityVerifiedBy: 'CHIP', applicant: person };
    const { body } = await life.call('fileDossier', { claims, headers: life.once(), body: filing });
    const dossierId = String(body['dossierId']);
    const path = { dossierId, document: 'LEASE' };
    await life.call('requestStaffUpload', { claims, path, body: announcementOf(pdf) });
    life.files.put(`${dossierId}/LEASE/${hexOf(pdf)}`, pdf);
    await life.call('confirmStaffUpload', { claims, path });
    await life.call('submitStaffDossier', { claims, path: { dossierId } });
    await life.lookUp(dossierId);
    const receipt = await life.call('acceptDossier', { claims, path: { dossierId }, body: {} });
    expect([receipt.status, receipt.body['detail']]).toEqual([200, undefined]);
    return { life, dossierId };
  };
  const asked = async (life: Awaited<ReturnType<typeof broughtTo>>['life'], agency: string) => {
    const query = { acceptedAt: local(saturday), agency };
    return (await life.call('readAppointment', { path: { procedure: OWN }, query })).body['dueAt'];
  };

  it('is received there and then where the police receive', async () => {
    const { life, dossierId } = await broughtTo('G01.042.001');
    expect(await life.due(dossierId)).toBe('2026-12-16 09:00');
    expect((await life.own(dossierId))['dueAt']).toBe(await asked(life, 'police'));
  });

  it('is received on Monday where a one-stop of the commune takes it in for them, whose hours those are', async () => {
    const { life, dossierId } = await broughtTo('ZOS.042.001');
    expect(await life.due(dossierId)).toBe('2026-12-17 07:30');
    expect((await life.own(dossierId))['dueAt']).toBe(await asked(life, 'commune'));
  });
});

describe('the hours in which a submission must be answered', () => {
  it.each([
    ['in the morning', '2026-12-07 09:00', '2026-12-08 09:30'],
    ['at noon', '2026-12-07 12:00', '2026-12-08 14:00'],
    ['in the evening: received the next morning', '2026-12-07 18:00', '2026-12-09 08:00'],
    ['on a Saturday morning: received then, and worked from Monday', '2026-12-12 09:00', '2026-12-15 08:00'],
    ['on a Sunday', '2026-12-13 09:00', '2026-12-15 08:00'],
    ['on a holiday', '2026-11-24 09:00', '2026-11-26 08:00'],
    ['before a Saturday that is worked', '2026-08-21 16:00', '2026-08-22 16:30'],
    ['before New Year', '2026-12-31 16:00', '2027-01-04 16:30'],
  ])('are eight of work, submitted %s', async (_when, submittedAt, answeredBy) => {
    const life = ownLife();
    expect(await life.answeredBy(await life.submitted(submittedAt))).toBe(answeredBy);
  });
});
