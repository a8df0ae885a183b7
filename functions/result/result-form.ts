import * as z from 'zod';
import type { Filing } from '../ledger/filing.ts';
import { Instant, type Meta } from '../ledger/meta.ts';
import type { Task } from '../ledger/task.ts';
import type { TaskWords } from '../ledger/task-words.ts';
import type { Procedure } from '../procedure/procedure.ts';

const Text = z.object({ vi: z.string(), en: z.string() });

/** The notice that a result is, as data: what its paper form shows (CT08 grants, CT06 refuses; numbers under Circular 116/2026 to be confirmed). */
export const ResultForm = z.object({
  code: z.enum(['CT08', 'CT06']),
  title: Text,
  procedure: Text,
  office: z.string(),
  decidedAt: Instant,
  /** What the decision rests on. */
  legalBasis: z.array(z.string()),
  /** Why it was refused, or what the decision adds. */
  reason: z.string().optional(),
  /** What was registered: only where it was granted. */
  residence: z
    .object({
      kind: z.string(),
      commune: z.string(),
      line: z.string(),
      relationToHead: z.string(),
      months: z.int().optional(),
    })
    .optional(),
});
export type ResultForm = z.infer<typeof ResultForm>;

const titles: Readonly<Record<ResultForm['code'], ResultForm['title']>> = {
  CT08: { vi: 'Thông báo kết quả giải quyết đăng ký cư trú', en: 'Notice of the result of a residence registration' },
  CT06: { vi: 'Thông báo từ chối giải quyết đăng ký cư trú', en: 'Notice of the refusal of a residence registration' },
};

/** The parts of a residence form that its result repeats. */
const ResidenceFields = z.object({
  relationToHead: z.string(),
  dwelling: z.object({ commune: z.string(), line: z.string() }),
  durationMonths: z.int().optional(),
});

export type ResultFormParts = {
  readonly procedure: Procedure;
  readonly meta: Meta;
  readonly filing: Filing;
  readonly decision: Task;
  /** What was said with the decision. */
  readonly words: TaskWords;
};

/**
 * The form of a decided dossier.
 * @throws when the procedure's set of forms is not the residence one, or the decision has no answer
 */
export const resultForm = ({ procedure, meta, filing, decision, words }: ResultFormParts): ResultForm => {
  if (procedure.formSet !== 'RESIDENCE') throw new Error(`the result forms of ${procedure.formSet} are not known`);
  const { answer, closedAt } = decision;
  const { reason, legalBasis } = words;
  if (!closedAt || (answer !== 'GRANT' && answer !== 'REFUSE')) throw new Error(`task ${decision.taskId} decides nothing`);
  const code = answer === 'GRANT' ? 'CT08' : 'CT06';
  const common: ResultForm = {
    code,
    title: titles[code],
    procedure: procedure.name,
    office: meta.office,
    decidedAt: closedAt,
    legalBasis: [...(legalBasis ? [legalBasis] : []), ...procedure.legalBasis],
    ...(reason && { reason }),
  };
  if (code === 'CT06') return common;
  const { relationToHead, dwelling, durationMonths } = ResidenceFields.parse(filing.form);
  const { commune, line } = dwelling;
  return { ...common, residence: { kind: procedure.id, commune, line, relationToHead, ...(durationMonths && { months: durationMonths }) } };
};
