import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { apiClient } from '../../../local/demo/api-client.ts';
import { kindOf } from '../../support/place/answer-kind.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

const HOUR_MS = 3_600_000;

/** A token by somebody else's key, with whatever is said in it. */
const forge = async (genuine: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT({ ...decodeJwt(genuine), ...claims })
    .setProtectedHeader({ ...decodeProtectedHeader(genuine), alg: 'RS256' })
    .sign(privateKey);
};

export const refusesForeignTokens = (here: () => TestPlace): void => {
  const answerTo = async (token: string | undefined, path = '/citizen/dossiers', api = here().runtime.api) =>
    kindOf(await apiClient(api, token).send('GET', path));

  describe('a token', () => {
    it('must be there, on every audience’s routes', async () => {
      for (const path of ['/citizen/dossiers', '/staff/inbox', '/agency/tasks?office=ZLR.042.000'])
        expect(await answerTo(undefined, path)).toBe('401 Unauthorized');
      expect(await answerTo('not.a.token')).toBe('401 Unauthorized');
    });

    it('of another audience opens no route', async () => {
      const { tokenFor } = here().place;
      expect(await answerTo(await tokenFor('officer'))).toBe('401 Unauthorized');
      expect(await answerTo(await tokenFor('land'))).toBe('401 Unauthorized');
      expect(await answerTo(await tokenFor('citizen-renter'), '/staff/inbox')).toBe('401 Unauthorized');
      expect(await answerTo(await tokenFor('chief'), '/agency/tasks?office=ZLR.042.000')).toBe('401 Unauthorized');
    });

    it('of a citizen or an officer does not open the national cell', async () => {
      for (const persona of ['citizen-renter', 'officer']) {
        const client = apiClient(here().runtime.nationalApi, await here().place.tokenFor(persona));
        expect(kindOf(await client.send('POST', '/agency/lookups', {}))).toBe('401 Unauthorized');
      }
    });

    it('is worth nothing with another issuer, another key, a changed claim or no signature', async () => {
      const genuine = await here().place.tokenFor('citizen-renter');
      expect(await answerTo(genuine)).toBe('200');
      expect(await answerTo(await forge(genuine, { iss: 'https://issuer.example' }))).toBe('401 Unauthorized');
      expect(await answerTo(await forge(genuine))).toBe('401 Unauthorized');
      expect(await answerTo(new UnsecuredJWT(decodeJwt(genuine)).encode())).toBe('401 Unauthorized');
      const [header, payload, signature] = genuine.split('.');
      const changed = Buffer.from(JSON.stringify({ ...decodeJwt(genuine), pin: '042190000016' })).toString('base64url');
      expect(payload).not.toBe(changed);
      expect(await answerTo([header, changed, signature].join('.'))).toBe('401 Unauthorized');
    });
  });
};

/** Moves the clock by more than an hour. */
export const refusesExpiredTokens = (here: () => TestPlace): void => {
  it('a token is refused once its hour is over', async () => {
    const token = await here().place.tokenFor('citizen-renter');
    expect(kindOf(await apiClient(here().runtime.api, token).send('GET', '/citizen/dossiers'))).toBe('200');
    await here().runtime.clock.advance(HOUR_MS + 1000);
    expect(kindOf(await apiClient(here().runtime.api, token).send('GET', '/citizen/dossiers'))).toBe('401 Unauthorized');
    expect(kindOf(await (await here().as('citizen-renter')).send('GET', '/citizen/dossiers'))).toBe('200');
  });
};
