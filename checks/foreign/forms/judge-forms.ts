import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { startJourney } from '../../../test/support/place/journey.ts';
import { workedTimeAfter } from '../../../test/support/worked-time.ts';
import { runToEnd } from '../../support/child-process.ts';
import { type EventPlace, openEventPlace } from '../events/event-place.ts';
import type { Setting } from '../setting.ts';
import { type IssuedPdf, openPdfs } from './issued-pdfs.ts';
import { signingKeys } from './signing-keys.ts';

const WITHIN_S = 300;
const WORDS = { reason: 'Chỗ ở không đủ điều kiện theo quy định', legalBasis: 'Luật Cư trú, Điều 22' };
const CODES = ['04', '05', '06', '07', 'CT04', 'CT05', 'CT06', 'CT08'];

/** Dossiers that end in each of the ways that a form tells of. */
const endings: Readonly<Record<string, (here: EventPlace) => Promise<string>>> = {
  granted: async (here) => {
    const journey = await startJourney(here, { persona: 'citizen-owner' });
    await journey.submit();
    await journey.accept();
    await journey.pay();
    await journey.decide({ decision: 'GRANT' });
    await journey.returned();
    return journey.dossierId;
  },
  refused: async (here) => {
    const journey = await startJourney(here, { persona: 'citizen-owner' });
    await journey.submit();
    await journey.accept();
    await journey.pay();
    await journey.decide({ decision: 'REFUSE', ...WORDS });
    await journey.returned();
    return journey.dossierId;
  },
  'not accepted': async (here) => {
    const journey = await startJourney(here, { persona: 'citizen-owner' });
    await journey.submit();
    await (await here.as('officer')).post(`/staff/dossiers/${journey.dossierId}/refusal`, WORDS);
    return journey.dossierId;
  },
  'to be completed, and withdrawn': async (here) => {
    const { dossierId, submit } = await startJourney(here, { persona: 'citizen-owner' });
    await submit();
    const answerBy = workedTimeAfter(new Date(here.runtime.clock.now()), 8);
    const request = { items: [{ what: 'Giấy tờ chứng minh quan hệ với chủ hộ' }], ...WORDS, answerBy };
    const once = { 'idempotency-key': randomUUID() };
    await (await here.as('officer')).post(`/staff/dossiers/${dossierId}/supplement-requests`, request, once);
    await (await here.as('citizen-owner')).post(`/citizen/dossiers/${dossierId}/withdrawal`, { reason: 'Tôi chuyển đi nơi khác' });
    await (await here.as('chief')).post(`/staff/dossiers/${dossierId}/withdrawal-decision`, { decision: 'GRANT', ...WORDS });
    return dossierId;
  },
  'put off': async (here) => {
    const { dossierId, submit, accept } = await startJourney(here, { persona: 'citizen-owner' });
    await submit();
    await accept();
    const dueAt = workedTimeAfter(new Date(here.runtime.clock.now()), 12);
    await (await here.as('commune-leader')).post(`/staff/dossiers/${dossierId}/extension`, { dueAt, ...WORDS });
    return dossierId;
  },
};

const Findings = z.record(z.string(), z.record(z.string(), z.string().nullable()));

/** Journeys that make a cell issue forms, and judges of each as its owner gets it. */
export const judgeForms = async (setting: Setting): Promise<void> => {
  const { report, assembly, judges } = setting;
  const { program } = await judges('pdf');
  const folder = setting.folder('forms');
  const here = await openEventPlace(await assembly(), join(folder, 'data'));
  try {
    const pdfs: IssuedPdf[] = [];
    mkdirSync(folder, { recursive: true });
    for (const [name, end] of Object.entries(endings))
      await report.step(`forms: of a dossier that is ${name}`, async () => {
        const dossierId = await end(here);
        pdfs.push(...(await openPdfs(await here.as('citizen-owner'), 'citizen', dossierId, folder)));
        const officer = await openPdfs(await here.as('officer'), 'staff', dossierId, folder);
        pdfs.push(...officer.filter(({ name: form }) => /^0[67]/.test(form)));
      });
    await report.judge('forms: every one that the journeys can demand was issued', () => {
      const missing = CODES.filter((code) => !pdfs.some(({ name }) => name.startsWith(`${code}-`)));
      return missing.length === 0 ? undefined : `not issued: ${missing.join(', ')}`;
    });

    const asked = join(folder, 'asked.json');
    const at = new Date(here.runtime.clock.now() + 1000).toISOString();
    writeFileSync(asked, JSON.stringify({ forms: pdfs, keys: await signingKeys(here.runtime), at }));
    const printed = await report.step('forms: the judges read every file', () =>
      runToEnd({ command: program('python'), args: [join(import.meta.dirname, 'judge_forms.py'), asked] }, WITHIN_S),
    );
    const line = printed.split('\n').find((one) => one.startsWith('{')) ?? '';
    for (const [form, findings] of Object.entries(Findings.parse(JSON.parse(line))))
      for (const [judgement, fault] of Object.entries(findings))
        await report.judge(`forms: ${form}: ${judgement}`, () => fault ?? undefined);
    report.tell(`${pdfs.length} files`);
  } finally {
    await here.stop();
  }
};
