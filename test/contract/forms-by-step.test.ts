import { describe, expect, it } from 'vitest';
import { createHandler as openOwnHandler } from '../../functions/form/open-own-form-pdf.handler.ts';
import { createHandler as openStaffHandler } from '../../functions/form/open-staff-form-pdf.handler.ts';
import { signedPrinter } from '../../functions/form/signed-printer.ts';
import { standInSigner } from '../../functions/form/stand-in-signer.ts';
import { standInTimeStamps } from '../../functions/form/stand-in-time-stamps.ts';
import { defaultClaimNames } from '../../functions/platform/caller.ts';
import { bundledProcedures, type Procedures } from '../../functions/procedure/catalogue.ts';
import { because, type DossierLife, dossierLife } from '../support/dossier-life.ts';
import { countingIds, fixedOwnerIndex, fixedPersonalData, recordedLog } from '../support/fixed.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../support/http-event.ts';
import { fonts, memorySigningKey } from '../unit/form/form-bench.ts';
import { memoryFormFiles } from '../unit/form/memory-form-files.ts';
import { readPdf } from '../unit/form/pdf-reader.ts';
import { accept, ask, come, letGo, office, sweepFrom, withdraw } from './acts.ts';
import { OWN, ownProcedure } from './clock/own-procedure.ts';
import { faultsOfAnswer } from './described-answer.ts';

/*
 * Every form of Circular 03/2025 and of the residence set, issued by the step that demands it: before the step there is none, after it
 * owner and office read the same, as data and as a signed PDF in Vietnamese that a reader of nobody here's making opens.
 */
const officer = { claims: staffClaims({ roles: '[intake approver leader clerk]' }) };
const owner = { claims: citizenClaims() };

const codesOf = (body: Record<string, unknown>): string[] => (Array.isArray(body['forms']) ? body['forms'].map(({ code }) => code) : []);
const formsOf = async (life: DossierLife, dossierId: string) => {
  const own = await life.call('listOwnForms', { ...owner, path: { dossierId } });
  const staff = await life.call('listStaffForms', { ...officer, path: { dossierId } });
  return { own: codesOf(own.body), staff: codesOf(staff.body), all: staff.body['forms'] };
};
/** Id of the newest form with this code. */
const newest = async (life: DossierLife, dossierId: string, code: string): Promise<string> => {
  const { all } = await formsOf(life, dossierId);
  return Array.isArray(all) ? String(all.findLast((form) => form.code === code)?.form) : '';
};

/** The routes of the PDFs with the printer of the deployed function, and keys in memory. */
const printing = ({ ledger, clock }: DossierLife, procedures: Procedures) => {
  const formFiles = memoryFormFiles(clock);
  const standIn = { files: formFiles, clock, cell: '42' };
  const signer = standInSigner({ ...standIn, key: memorySigningKey() });
  const timeStamps = standInTimeStamps({ ...standIn, key: memorySigningKey(), serialNumber: () => new Uint8Array(15).fill(9) });
  const deps = {
    ...{ ledger, clock, formFiles, procedures, log: recordedLog(), claimNames: defaultClaimNames, ids: countingIds() },
    ...{ personalData: fixedPersonalData(), ownerIndex: fixedOwnerIndex() },
    printSigned: signedPrinter({ fonts, signer, timeStamps, clock }),
  };
  const routes = { openOwnFormPdf: openOwnHandler(deps), openStaffFormPdf: openStaffHandler(deps) };

  return async (operation: keyof typeof routes, dossierId: string, form: string) => {
    const parts = { ...(operation === 'openOwnFormPdf' ? owner : officer), path: { dossierId, form } };
    const { status, headers, body } = await callHttp(routes[operation], httpEvent(operation, parts));
    const described = { status, contentType: headers['content-type'] ?? '', body: JSON.stringify(body) };
    expect(faultsOfAnswer(operation, described)).toEqual([]);
    const file = [...formFiles.stored.entries()].find(([key]) => key.includes(dossierId) && key.endsWith('.pdf'))?.[1];
    return { status, file };
  };
};

type Act = (life: DossierLife, dossierId: string) => Promise<unknown>;
type Demand = {
  readonly step: string;
  /** Its code in the general set, and in that of residence; absent where the set has none for this step. */
  readonly general?: string;
  readonly residence: string;
  readonly reach: ReturnType<typeof come>;
  readonly act: Act;
  /** Words that must stand in it, as data and on paper. */
  readonly says: readonly string[];
};

const decided =
  (decision: object): Act =>
  async (life, dossierId) => {
    await life.staff('decideTask', { taskId: life.decision(dossierId) }, decision);
    await life.conclude(dossierId);
  };

const NAME = 'Nguyễn Thị Mẫu';
const demands: readonly Demand[] = [
  {
    ...{ step: 'the acceptance', general: '01', residence: 'CT04', reach: come('new'), act: accept },
    says: [NAME, 'Tờ khai điện tử', 'Hợp đồng thuê'],
  },
  {
    ...{ step: 'a request for a supplement at the intake', general: '02', residence: 'CT05', reach: come('new'), act: ask },
    says: [NAME, 'Hợp đồng thuê rõ hơn', because.reason, because.legalBasis],
  },
  {
    ...{ step: 'a request for a supplement in the appraisal', general: '02', residence: 'CT05', reach: come('processing'), act: ask },
    says: [NAME, 'Hợp đồng thuê rõ hơn', because.reason, because.legalBasis],
  },
  {
    ...{ step: 'a refusal at the intake', general: '03', residence: 'CT06', reach: come('new'), act: office('refuseDossier', because) },
    says: [NAME, because.reason, because.legalBasis],
  },
  {
    ...{ step: 'an extension', general: '04', residence: '04', reach: come('processing') },
    act: (life, dossierId) =>
      life.staff('extendDossier', { dossierId }, { ...because, dueAt: nextWorkday(life.ledger.meta(dossierId).dueAt) }),
    says: [NAME, because.reason, because.legalBasis],
  },
  {
    ...{ step: 'a stop because the applicant asked for it', general: '05', residence: '05', reach: come('processing', {}, withdraw) },
    ...{ act: letGo, says: [NAME, 'Tôi chuyển đi nơi khác', because.reason] },
  },
  {
    ...{ step: 'a stop because nobody answered', general: '05', residence: '05', reach: come('processing', {}, ask) },
    ...{ act: sweepFrom('2026-12-04T09:01:00.000Z'), says: [NAME] },
  },
  {
    ...{ step: 'a grant', residence: 'CT08', reach: come('deciding'), act: decided({ decision: 'GRANT' }), says: [NAME, 'CT08'] },
  },
  {
    ...{ step: 'a refusal of the competent agency', residence: 'CT06', reach: come('deciding') },
    ...{ act: decided({ decision: 'REFUSE', ...because }), says: [NAME, because.reason, because.legalBasis] },
  },
];

/** The hour of the due time on the next day that is worked in these weeks. */
function nextWorkday(dueAt: string | undefined): string {
  const due = new Date(String(dueAt));
  const days = due.getUTCDay() === 5 ? 3 : 1;
  return new Date(due.getTime() + days * 86_400_000).toISOString();
}

const sets = {
  GENERAL: ownProcedure({ formSet: 'GENERAL', limit: [7, 'WORKING_DAY'], fee: 10_000 }),
  RESIDENCE: bundledProcedures,
} as const;
const cases = demands.flatMap((demand) => [
  ...(demand.general ? [{ ...demand, set: 'GENERAL' as const, code: demand.general, procedure: OWN }] : []),
  { ...demand, set: 'RESIDENCE' as const, code: demand.residence, procedure: 'permanent-residence' },
]);

describe('a form is issued by the step that demands it', () => {
  it.each(cases)('$set $code by $step', async ({ set, code, procedure, reach, act, says }) => {
    const life = dossierLife({ procedures: sets[set] });
    const dossierId = await reach(life, { procedure });
    const before = await formsOf(life, dossierId);
    await act(life, dossierId);
    const after = await formsOf(life, dossierId);
    expect(after.own).toEqual([...before.own, code]);
    expect(after.staff.filter((one) => one !== '06' && one !== '07')).toEqual(after.own);

    const form = await newest(life, dossierId, code);
    const own = await life.call('readOwnForm', { ...owner, path: { dossierId, form } });
    const seen = await life.call('readStaffForm', { ...officer, path: { dossierId, form } });
    expect([own.status, seen.status, own.body]).toEqual([200, 200, seen.body]);
    const isOfResidence = code.startsWith('CT');
    expect(own.body).toMatchObject({ code, set: isOfResidence ? 'RESIDENCE' : 'GENERAL', page: 'A5' });
    const data = JSON.stringify(own.body);
    for (const words of [...says, life.ledger.meta(dossierId).code ?? 'no code']) expect(data).toContain(words);

    const open = printing(life, sets[set]);
    const printed = await open('openOwnFormPdf', dossierId, form);
    expect([printed.status, (await open('openStaffFormPdf', dossierId, form)).status]).toEqual([200, 200]);
    const file = Buffer.from(printed.file ?? []);
    expect(file.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
    const { text, qr } = await readPdf(file);
    expect(qr).toBeDefined();
    for (const words of says.filter((one) => one !== 'CT08')) expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  it('and every code of the two sets has a step here, or goes with the dossier through the offices', () => {
    const demanded = new Set([...cases.map(({ code }) => code), '06', '07']);
    expect([...demanded].sort()).toEqual(['01', '02', '03', '04', '05', '06', '07', 'CT04', 'CT05', 'CT06', 'CT08']);
  });

  it('and a stop because nobody paid has its form as well', async () => {
    const procedures = ownProcedure({ formSet: 'GENERAL', limit: [7, 'WORKING_DAY'], fee: 10_000, unpaidLapse: [2, 'WORKING_DAY'] });
    const life = dossierLife({ procedures });
    const dossierId = await life.dossierIn('payment-requested', { procedure: OWN });
    await sweepFrom('2026-11-26T02:01:00.000Z')(life, dossierId);
    expect((await formsOf(life, dossierId)).own).toEqual(['01', '05']);
    const form = await newest(life, dossierId, '05');
    const { body } = await life.call('readOwnForm', { ...owner, path: { dossierId, form } });
    expect(body['fields']).toMatchObject({ stopReason: 'UNPAID', paid: 0, owner: NAME });
  });
});

describe.each(['06', '07'])('form %s, which goes with the dossier through the offices', (code) => {
  it.each(['GENERAL', 'RESIDENCE'] as const)(
    'is there from the submission on, grows with every step, and is for officers only: %s',
    async (set) => {
      const life = dossierLife({ procedures: sets[set] });
      const procedure = set === 'GENERAL' ? OWN : 'permanent-residence';
      const dossierId = await life.draft({ procedure });
      expect((await life.call('listStaffForms', { ...officer, path: { dossierId } })).status).toBe(404);
      await life.upload(dossierId);
      await life.citizen('submitDossier', dossierId);
      await life.lookUp(dossierId);
      const first = await newest(life, dossierId, code);
      const asItWas = await life.call('readStaffForm', { ...officer, path: { dossierId, form: first } });
      expect(asItWas).toMatchObject({ status: 200, body: { code, set: 'GENERAL', page: 'A4' } });

      await life.staff('acceptDossier', { dossierId }, {});
      await life.pay(dossierId);
      const second = await newest(life, dossierId, code);
      const asItIs = await life.call('readStaffForm', { ...officer, path: { dossierId, form: second } });
      expect(Number(second.split('-')[1])).toBeGreaterThan(Number(first.split('-')[1]));
      expect(asItIs.body['fields']).not.toEqual(asItWas.body['fields']);
      expect((await life.call('readStaffForm', { ...officer, path: { dossierId, form: first } })).body).toEqual(asItWas.body);

      expect((await formsOf(life, dossierId)).own).not.toContain(code);
      expect((await life.call('readOwnForm', { ...owner, path: { dossierId, form: second } })).status).toBe(404);
      const { status, file } = await printing(life, sets[set])('openStaffFormPdf', dossierId, second);
      expect(status).toBe(200);
      // Its columns are narrow, so that a code goes over lines.
      const { text } = await readPdf(Buffer.from(file ?? []));
      expect(text.replaceAll(' ', '')).toContain(life.ledger.meta(dossierId).code);
    },
  );
});
