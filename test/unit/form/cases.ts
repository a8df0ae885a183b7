import { refusalKey, resultKey, supplementKey, wordsKey } from '../../../functions/ledger/item-keys.ts';
import { acceptance, byOfficer, type FormBench, formBench } from './form-bench.ts';

const words = { reason: 'Cần xác minh thêm tại nơi ở cũ', legalBasis: 'Luật Cư trú, Điều 22' };
const leader = { kind: 'staff', id: 'leader-1' } as const;
const CODE = 'C00000000000000000001';

type FormSetName = 'GENERAL' | 'RESIDENCE';

/** A payload as `read-own-result` gives it, signed or not: the forms only read it. */
const signed = (outcome: 'GRANTED' | 'REFUSED'): string => {
  const title =
    outcome === 'GRANTED'
      ? { vi: 'Thông báo kết quả giải quyết đăng ký cư trú', en: 'Notice' }
      : { vi: 'Thông báo từ chối giải quyết đăng ký cư trú', en: 'Notice' };
  const residence = { kind: 'permanent-residence', commune: 'T4201', line: 'Số 1, thôn Mẫu 1', relationToHead: 'HEAD' };
  const form = {
    title,
    decidedAt: '2026-11-27T02:59:00.000Z',
    legalBasis: ['Law on Residence 68/2020/QH14'],
    ...(outcome === 'GRANTED' ? { residence } : { reason: words.reason }),
  };
  const payload = { iss: 'https://api.example', code: CODE, number: '7/2026/CT08-G01.042.001', outcome, form };
  return `h.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.s`;
};

/** A dossier that one step has given each form: by the form's code, the bench and the form's id. */
export const formCases: Readonly<Record<string, (formSet?: FormSetName) => Promise<{ readonly bench: FormBench; readonly form: string }>>> =
  {
    receipt: async (formSet = 'RESIDENCE') => {
      const asked = { event: { type: 'dossier.payment-requested', data: { amount: 10_000 } }, by: byOfficer } as const;
      const bench = await formBench([acceptance, asked], { formSet });
      return { bench, form: formSet === 'GENERAL' ? '01-4' : 'CT04-4' };
    },
    supplement: async (formSet = 'RESIDENCE') => {
      const documents = ['LEASE', 'SUPPLEMENT_1_1'];
      const answerBy = '2026-12-07T02:00:00.000Z';
      const data = { n: 1, stage: 'appraisal', documents, answerBy, form: true } as const;
      const bench = await formBench([acceptance, { event: { type: 'dossier.supplement-requested', data }, by: byOfficer }], {
        formSet,
        meta: { state: 'supplement-requested', previous: 'processing' },
      });
      const record = {
        n: 1,
        stage: 'appraisal',
        askedAt: '2026-11-24T02:00:00.000Z',
        askedBy: 'officer-1',
        answerBy,
        documents,
        form: true,
      };
      const what = ['Bản rõ hơn', 'Giấy xác nhận nơi ở cũ'];
      await bench.seal(supplementKey(bench.dossierId, 1), { ...words, what }, record);
      return { bench, form: formSet === 'GENERAL' ? '02-5' : 'CT05-5' };
    },
    refusal: async (formSet = 'RESIDENCE') => {
      const kept = { reason: 'REFUSAL', legalBasis: 'REFUSAL' };
      const bench = await formBench([{ event: { type: 'dossier.not-accepted', data: kept }, by: byOfficer }], {
        formSet,
        meta: { state: 'not-accepted', acceptedAt: undefined, dueAt: undefined, deadline: undefined },
      });
      await bench.seal(refusalKey(bench.dossierId), { ...words, at: '2026-11-23T02:00:00.000Z' });
      return { bench, form: formSet === 'GENERAL' ? '03-4' : 'CT06-4' };
    },
    apology: async (formSet = 'RESIDENCE') => {
      const times = { from: '2026-12-02T02:00:00.000Z', dueAt: '2026-12-09T02:00:00.000Z', timing: 'IN_TIME' } as const;
      const data = { ...times, reason: 'WORDS#0005', legalBasis: 'WORDS#0005' };
      const bench = await formBench([acceptance, { event: { type: 'dossier.extended', data }, by: leader }], { formSet });
      await bench.seal(wordsKey(bench.dossierId, 5), words, { n: 5, type: 'dossier.extended', at: '2026-11-30T02:00:00.000Z' });
      return { bench, form: '04-5' };
    },
    stop: async (formSet = 'RESIDENCE') => {
      const asked = { type: 'dossier.withdrawal-requested', data: { reason: 'WORDS#0005' } } as const;
      const data = { reason: 'WITHDRAWN' as const, cancelled: [], paid: 10_000, words: 'WORDS#0006' };
      const bench = await formBench(
        [
          acceptance,
          { event: asked },
          { event: { type: 'dossier.stopped', data }, by: leader, from: 'withdrawal-requested', to: 'stopped' },
        ],
        { formSet, meta: { state: 'stopped', deadline: undefined } },
      );
      await bench.seal(
        wordsKey(bench.dossierId, 5),
        { reason: 'Tôi chuyển đi nơi khác' },
        { n: 5, type: asked.type, at: '2026-11-24T02:00:00.000Z' },
      );
      await bench.seal(wordsKey(bench.dossierId, 6), words, { n: 6, type: 'dossier.stopped', at: '2026-11-24T02:00:00.000Z' });
      return { bench, form: '05-6' };
    },
    granted: async () => concluded('GRANTED', 'CT08-6'),
    refused: async () => concluded('REFUSED', 'CT06-6'),
    slip: async (formSet = 'RESIDENCE') => {
      const { bench } = await concluded('GRANTED', 'CT08-6', formSet);
      return { bench, form: '06-6' };
    },
    book: async (formSet = 'RESIDENCE') => {
      const { bench } = await concluded('GRANTED', 'CT08-6', formSet);
      return { bench, form: '07-6' };
    },
  };

const concluded = async (outcome: 'GRANTED' | 'REFUSED', form: string, formSet: FormSetName = 'RESIDENCE') => {
  const number = '7/2026/CT08-G01.042.001';
  const decision = outcome === 'GRANTED' ? 'GRANT' : 'REFUSE';
  const bench = await formBench(
    [
      acceptance,
      { event: { type: 'task.decided', data: { taskId: 'x.4', office: 'G01.042.001', decision, timing: 'BEFORE' } }, by: leader },
      {
        event: { type: 'dossier.concluded', data: { outcome, resultCode: CODE, number, timing: 'BEFORE' } },
        by: { kind: 'system', id: 'approval' },
      },
    ],
    { formSet, meta: { state: 'processed', outcome, resultCode: CODE, concludedAt: '2026-11-27T03:00:00.000Z', deadline: undefined } },
  );
  await bench.seal(resultKey(bench.dossierId), { jws: signed(outcome) });
  return { bench, form };
};
