import { beforeEach, describe, expect, it } from 'vitest';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { because, type DossierLife, dossierLife, type Stage } from '../../support/dossier-life.ts';
import { staffClaims } from '../../support/http-event.ts';
import { kindOf } from '../filing/filing-bench.ts';

const RECEIVES = 'G01.042.002';
const HELPS = 'ZOS.042.003';
const offices = ['G01.042.001', RECEIVES, HELPS, 'G01.042.004'] as const;
const NOTE = 'Bà Mẫu đã chuyển đi';

let life: DossierLife;
beforeEach(() => {
  life = dossierLife();
});

/** A dossier from the counter of one office, received at another one and decided at a third. */
const fromCounter = async (stage: Stage, more: Partial<Meta> = {}): Promise<string> => {
  const dossierId = await life.dossierIn(stage);
  life.change(dossierId, { channel: 'counter', receivedOffice: RECEIVES, supportedOffice: HELPS, ...more });
  return dossierId;
};

/** Which offices find the dossier, in each way in which staff read it. */
const readers = async (dossierId: string) => {
  const found: Record<string, readonly string[]> = {};
  for (const [operation, path] of [
    ['readStaffDossier', {}],
    ['openStaffDocument', { document: 'LEASE' }],
    ['readControlSlip', {}],
  ] as const) {
    const answers = await Promise.all(
      offices.map(async (office) => [office, kindOf(await life.staff(operation, { dossierId, ...path }, undefined, { office }))] as const),
    );
    expect(answers.every(([, kind]) => kind === '200' || kind === '404 dossier-not-found')).toBe(true);
    found[operation] = answers.flatMap(([office, kind]) => (kind === '200' ? [office] : []));
  }
  return Object.values(found);
};

const everyWay = (...read: readonly string[]) => [read, read, read];
const [DECIDES] = offices;

const asking = {
  ...{ items: [{ document: 'LEASE', what: 'Hợp đồng thuê có chữ ký' }], ...because },
  answerBy: '2026-12-04T10:00:00+07:00',
};
const ask = (dossierId: string) =>
  life.call('requestSupplement', { claims: staffClaims(), path: { dossierId }, headers: life.once(), body: asking });

describe('a dossier that three offices have to do with', () => {
  it('is read by the one-stop that received it until it is accepted', async () => {
    const dossierId = await fromCounter('new');
    expect(await readers(dossierId)).toEqual(everyWay(DECIDES, RECEIVES));
    await life.staff('acceptDossier', { dossierId }, {}, { office: RECEIVES });
    expect(await readers(dossierId)).toEqual(everyWay(DECIDES));
  });

  it('is read by the office that decides alone while the agencies have it', async () => {
    expect(await readers(await fromCounter('processing'))).toEqual(everyWay(DECIDES));
  });

  it('is read by the office that helps its applicant as long as he is asked', async () => {
    const dossierId = await fromCounter('processing');
    expect((await ask(dossierId)).status).toBe(201);
    expect(await readers(dossierId)).toEqual(everyWay(DECIDES, HELPS));
    const { body } = await life.staff('readStaffDossier', { dossierId }, undefined, { office: HELPS });
    expect(body).toMatchObject({
      supplements: [{ n: 1, reason: because.reason, items: [{ document: 'LEASE', what: asking.items[0]?.what }] }],
    });
  });

  it('is read again by the one-stop at whose counter its result lies, until it is handed over', async () => {
    const dossierId = await fromCounter('decided', { delivery: 'COUNTER' });
    await life.conclude(dossierId);
    expect(await readers(dossierId)).toEqual(everyWay(DECIDES, RECEIVES));
    await life.staff('handOverResult', { dossierId }, { receivedBy: 'VNEID' }, { office: RECEIVES });
    expect(await readers(dossierId)).toEqual(everyWay(DECIDES));
  });

  it('is read no more by an office that has handed it over', async () => {
    const dossierId = await fromCounter('processing');
    await life.staff('transferDossier', { dossierId }, { office: offices[3], reason: because.reason });
    expect(await readers(dossierId)).toEqual(everyWay(offices[3]));
  });
});

describe('what offices and agencies say among themselves', () => {
  it('is for the office that decides, not for who hands the result over', async () => {
    const dossierId = await fromCounter('processing', { delivery: 'COUNTER' });
    for (const { role, system, taskId } of life.tasksOf(dossierId))
      if (role === 'consulted') await life.agency('answerTask', system, taskId, { answer: 'NEGATIVE', note: NOTE });
    await life.decide(dossierId);
    await life.conclude(dossierId);
    const read = async (office: string) => (await life.staff('readStaffDossier', { dossierId }, undefined, { office })).body;
    expect((await read(DECIDES))['tasks']).toMatchObject([{ note: NOTE }, { note: NOTE }, { note: NOTE }, { answer: 'GRANT' }]);
    expect(await read(RECEIVES)).toMatchObject({ tasks: [], words: [] });
    expect(JSON.stringify(life.ledger.items())).not.toContain(NOTE);
  });
});

describe('the receipt of a dossier', () => {
  const formsFor = async (dossierId: string, office: string) => {
    const { body } = await life.staff('listStaffForms', { dossierId }, undefined, { office });
    return Array.isArray(body['forms']) ? body['forms'].map(({ form }) => String(form)) : [];
  };

  it('is printed by the one-stop that gave it, and nothing else', async () => {
    const dossierId = await fromCounter('new');
    await life.staff('acceptDossier', { dossierId }, {}, { office: RECEIVES });
    const [receipt = ''] = await formsFor(dossierId, RECEIVES);
    expect(await formsFor(dossierId, RECEIVES)).toEqual([receipt]);
    expect(receipt).toMatch(/^CT04-/);
    const open = async (form: string, office = RECEIVES) =>
      kindOf(await life.staff('readStaffForm', { dossierId, form }, undefined, { office }));
    expect(await open(receipt)).toBe('200');
    const slip = (await formsFor(dossierId, DECIDES)).find((form) => form.startsWith('06-')) ?? '';
    expect([await open(slip, DECIDES), await open(slip)]).toEqual(['200', '404 form-not-found']);
    expect(await open(receipt, HELPS)).toBe('404 dossier-not-found');
  });
});
