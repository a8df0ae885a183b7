import { describe, expect, it } from 'vitest';
import { readStoredMeta, storedMeta } from '../../../functions/ledger/stored-meta.ts';
import { demoStages, unpaidMeta } from '../../support/accepted-dossier.ts';

describe('META in the table', () => {
  it('reads back as it was', async () => {
    const meta = await unpaidMeta();
    expect(readStoredMeta(storedMeta(meta, {}))).toEqual(meta);
  });

  it.each([
    ['no plan', []],
    ['one stage', demoStages.slice(1)],
    ['two stages', demoStages],
    ['an empty stage', [[], ...demoStages]],
  ])('reads back with %s', async (_, stages) => {
    const meta = await unpaidMeta({ stages });
    expect(readStoredMeta(storedMeta(meta, {})).stages).toEqual(stages);
  });

  it('reads back without a deadline and then has no index entry', async () => {
    const meta = await unpaidMeta({ deadline: undefined });
    const item = storedMeta(meta, {});
    expect(readStoredMeta(item)).toEqual(meta);
    expect(Object.keys(item).filter((name) => name.startsWith('deadline'))).toEqual([]);
  });

  it('stands in the indexes of its owner, its deadline and, when told, its office', async () => {
    const meta = await unpaidMeta();
    expect(storedMeta(meta, { inbox: { at: meta.createdAt } })).toMatchObject({
      pk: `DOSSIER#${meta.dossierId}`,
      sk: 'META',
      ownerKey: meta.ownerKey,
      dossierId: meta.dossierId,
      deadlineKey: '2026-11-30T01',
      deadlineAt: '2026-11-30T01:15:00.000Z',
      inboxKey: expect.stringMatching(/^police#G01\.042\.001#open#[0-3]$/),
      inboxAt: meta.createdAt,
    });
    expect(storedMeta(meta, {})).not.toHaveProperty('inboxKey');
  });

  it.each([';', '|', ' ', ''])('does not store a task whose office has %j in it', async (mark) => {
    const meta = await unpaidMeta({
      stages: [[{ n: 1, kind: 'check', role: 'competent', agency: 'police', office: mark && `G01${mark}1` }]],
    });
    expect(() => storedMeta(meta, {})).toThrow('cannot be stored');
  });

  it('is refused when it is malformed', async () => {
    const item = storedMeta(await unpaidMeta(), {});
    expect(() => readStoredMeta({ ...item, plan: undefined })).toThrow();
    expect(() => readStoredMeta({ ...item, state: 'lost' })).toThrow();
    expect(() => readStoredMeta({ ...item, plan: 'x check c land ZLR' })).toThrow();
  });
});
