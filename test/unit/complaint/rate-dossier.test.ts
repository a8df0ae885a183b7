import { beforeEach, describe, expect, it } from 'vitest';
import { citizenClaims } from '../../support/http-event.ts';
import { type ComplaintBench, complaintBench } from './complaint-bench.ts';

describe('POST /citizen/dossiers/{dossierId}/rating', () => {
  let bench: ComplaintBench;
  let dossierId = '';
  const ratings = () => bench.ledger.events(dossierId).filter(({ type }) => type === 'dossier.rated');

  beforeEach(async () => {
    bench = complaintBench();
    dossierId = await bench.accepted();
    bench.change(dossierId, { state: 'returned' });
  });

  it('takes a rating once; the history tells the score and the words stay sealed', async () => {
    expect(await bench.rate(dossierId, { score: 2, text: 'Chậm quá' })).toMatchObject({ status: 201, body: { dossierId, score: 2 } });
    expect(ratings()).toMatchObject([{ data: { score: 2 }, by: { kind: 'owner' } }]);
    expect(JSON.stringify(bench.ledger.items())).not.toContain('Chậm quá');
    expect(await bench.rate(dossierId, { score: 5 })).toMatchObject({ status: 409, body: { title: 'The dossier is rated' } });
    expect(ratings()).toHaveLength(1);
  });

  it('answers a repeat of the request like the first', async () => {
    const claims = citizenClaims();
    const first = await bench.rate(dossierId, { score: 4 }, claims, 'one-and-only');
    expect(await bench.rate(dossierId, { score: 4 }, claims, 'one-and-only')).toEqual(first);
    expect((await bench.rate(dossierId, { score: 3 }, claims, 'one-and-only')).status).toBe(409);
    expect(ratings()).toHaveLength(1);
  });

  it('takes one of two that come at the same moment', async () => {
    bench.ledger.beforeNextWrite(async () => {
      expect((await bench.rate(dossierId, { score: 1 })).status).toBe(201);
    });
    expect((await bench.rate(dossierId, { score: 5 })).status).toBe(409);
    expect(ratings()).toMatchObject([{ data: { score: 1 } }]);
  });

  it('waits for the return, and is the owner’s alone', async () => {
    bench.change(dossierId, { state: 'processing' });
    expect(await bench.rate(dossierId, { score: 5 })).toMatchObject({ status: 409, body: { state: 'processing' } });
    bench.change(dossierId, { state: 'returned' });
    expect((await bench.rate(dossierId, { score: 5 }, citizenClaims({ sub: 'x', pin: '042190000999' }))).status).toBe(404);
  });

  it.each([{ score: 0 }, { score: 6 }, { score: 2.5 }, { score: '5' }, {}, { score: 5, text: ' ' }, { score: 5, more: 1 }])(
    'refuses %j',
    async (body) => {
      expect((await bench.rate(dossierId, body)).status).toBe(400);
    },
  );
});
