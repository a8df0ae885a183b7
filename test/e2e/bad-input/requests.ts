import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Json, listField, textField } from '../../../local/demo/api-client.ts';
import { kindOf, pointersOf } from '../../support/place/answer-kind.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

const key = () => ({ 'idempotency-key': randomUUID() });

export const refusesMalformedRequests = (here: () => TestPlace): void => {
  const filing = (change: Json = {}): Json => {
    const { phone, email, dwelling } = here().place.contactOf('citizen-renter');
    return { procedure: 'permanent-residence', form: { phone, email, relationToHead: 'HEAD', dwelling, ...change } };
  };
  const dossiersOf = async (persona: string) => listField(await (await here().as(persona)).get('/citizen/dossiers'), 'dossiers').length;

  describe('a request that does not match its schema', () => {
    it('gets one pointer per fault of a form, and files nothing', async () => {
      const citizen = await here().as('citizen-renter');
      const before = await dossiersOf('citizen-renter');
      const { dwelling } = here().place.contactOf('citizen-renter');
      const form = { phone: '12', relationToHead: 'NEIGHBOUR', dwelling: { ...dwelling, kind: 'TENT', parcel: 'here' }, favourite: 'red' };
      const answer = await citizen.send('POST', '/citizen/dossiers', filing(form), key());
      expect(kindOf(answer)).toBe('400 request-invalid');
      expect([...pointersOf(answer)].sort()).toEqual(
        ['dwelling/kind', 'dwelling/parcel', 'favourite', 'phone', 'relationToHead'].map((field) => `/body/form/${field}`),
      );
      expect(await dossiersOf('citizen-renter')).toBe(before);
    });

    it('gets a pointer to the part that is wrong: headers, body, path, query', async () => {
      const citizen = await here().as('citizen-renter');
      const officer = await here().as('officer');
      const wrong = {
        header: await citizen.send('POST', '/citizen/dossiers', filing()),
        member: await citizen.send('POST', '/citizen/dossiers', { ...filing(), urgent: true }, key()),
        path: await citizen.send('GET', '/citizen/dossiers/1'),
        query: await officer.send('GET', '/staff/inbox?cursor=nowhere'),
      };
      expect(Object.fromEntries(Object.entries(wrong).map(([part, answer]) => [part, [kindOf(answer), ...pointersOf(answer)]]))).toEqual({
        header: ['400 request-invalid', '/headers/idempotency-key'],
        member: ['400 request-invalid', '/body/urgent'],
        path: ['400 request-invalid', '/path/dossierId'],
        query: ['400 request-invalid', '/query/cursor'],
      });
    });

    it('gets a pointer to the body when that is no JSON', async () => {
      const response = await fetch(`${here().runtime.api}/citizen/dossiers`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await here().place.tokenFor('citizen-renter')}`, ...key() },
        body: '{"procedure": ',
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ pointer: '/body' }] });
    });

    it('is refused by name for a commune of another cell and for an unknown procedure', async () => {
      const citizen = await here().as('citizen-renter');
      const { dwelling } = here().place.contactOf('citizen-renter');
      const elsewhere = await citizen.send('POST', '/citizen/dossiers', filing({ dwelling: { ...dwelling, commune: 'T0101' } }), key());
      expect([kindOf(elsewhere), ...pointersOf(elsewhere)]).toEqual(['400 request-invalid', '/body/form/dwelling/commune']);
      const unknown = await citizen.send('POST', '/citizen/dossiers', { ...filing(), procedure: 'moon-landing' }, key());
      expect(kindOf(unknown)).toBe('404 procedure-not-found');
    });
  });

  it.each([
    ['GET', '/nowhere'],
    ['GET', '/citizen/nowhere'],
    ['DELETE', '/citizen/dossiers'],
    ['POST', '/public/procedures'],
  ])('answers %s %s, which is no route, with 404 as a problem', async (method, path) => {
    const response = await fetch(`${here().runtime.api}${path}`, { method });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 404, type: expect.stringMatching(/route-unknown$/) });
  });

  describe('an idempotency key', () => {
    it('gives the same dossier to the same request and none to another', async () => {
      const citizen = await here().as('citizen-renter');
      const headers = key();
      const first = await citizen.post('/citizen/dossiers', filing(), headers);
      const again = await citizen.send('POST', '/citizen/dossiers', filing(), headers);
      expect({ status: again.status, body: again.body }).toEqual({ status: 201, body: first });
      const other = await citizen.send('POST', '/citizen/dossiers', filing({ phone: '0900000001' }), headers);
      expect(kindOf(other)).toBe('409 idempotency-key-reused');
    });

    it('is its caller’s own: the same key of another citizen files another dossier', async () => {
      const headers = key();
      const ids = await Promise.all(
        ['citizen-renter', 'citizen-other'].map(async (persona) =>
          textField(await (await here().as(persona)).post('/citizen/dossiers', filing(), headers), 'dossierId'),
        ),
      );
      expect(new Set(ids).size).toBe(2);
    });

    it('opens one dossier when the same request comes six times at once', async () => {
      const citizen = await here().as('citizen-other');
      const before = await dossiersOf('citizen-other');
      const headers = key();
      const answers = await Promise.all(Array.from({ length: 6 }, () => citizen.send('POST', '/citizen/dossiers', filing(), headers)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
      expect(new Set(answers.map(({ body }) => body['dossierId'])).size).toBe(1);
      expect(await dossiersOf('citizen-other')).toBe(before + 1);
    });
  });
};
