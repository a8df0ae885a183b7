import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Json, objectField, textField } from '../../../local/demo/api-client.ts';
import { leasePdf } from '../../../local/demo/upload.ts';
import { waitFor } from '../../../local/demo/wait.ts';
import { kindOf, pointersOf } from '../../support/place/answer-kind.ts';
import { type Journey, startJourney } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

const MOST_BYTES = 10 * 1024 * 1024;
const LINK_MS = 15 * 60_000;
const sha256 = (file: Buffer) => createHash('sha256').update(file).digest('base64');
const announcement = (file: Buffer, contentType = 'application/pdf') => ({ sha256: sha256(file), bytes: file.length, contentType });

/** The harmless text that every scanner calls a threat; in two parts, so that this file is none. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const headersOf = (link: Json): Record<string, string> =>
  Object.fromEntries(Object.entries(objectField(link, 'headers')).map(([name, value]) => [name, String(value)]));

const put = async (link: Json, file: Buffer, change: Readonly<Record<string, string>> = {}): Promise<number> =>
  (await fetch(textField(link, 'url'), { method: 'PUT', headers: { ...headersOf(link), ...change }, body: new Uint8Array(file) })).status;

export const refusesUnfitFiles = (here: () => TestPlace): void => {
  const documentPath = ({ dossierId }: Journey) => `/citizen/dossiers/${dossierId}/documents/LEASE`;
  const announce = async (journey: Journey, body: Json) =>
    (await here().as('citizen-renter')).send('POST', `${documentPath(journey)}/upload`, body);
  const confirm = async (journey: Journey) => (await here().as('citizen-renter')).send('POST', `${documentPath(journey)}/confirmation`);

  /** The dossier must not have changed: no event, and the document still expected. */
  const expectUntouched = async (journey: Journey) => {
    const { documents, events } = await journey.read();
    expect({ documents, events }).toMatchObject({
      documents: [{ code: 'LEASE', state: 'expected' }],
      events: [{ type: 'dossier.drafted' }],
    });
    expect(events).toHaveLength(1);
  };

  describe('a file', () => {
    it('of a type that is not taken, or over 10 MB, gets no link', async () => {
      const journey = await startJourney(here());
      const file = leasePdf();
      const word = await announce(journey, announcement(file, 'application/msword'));
      const large = await announce(journey, { ...announcement(file), bytes: MOST_BYTES + 1 });
      expect([kindOf(word), ...pointersOf(word)]).toEqual(['400 request-invalid', '/body/contentType']);
      expect([kindOf(large), ...pointersOf(large)]).toEqual(['400 request-invalid', '/body/bytes']);
      expect(kindOf(await announce(journey, { ...announcement(file), bytes: MOST_BYTES }))).toBe('200');
      await expectUntouched(journey);
    });

    it('that begins as another type than announced is refused', async () => {
      const journey = await startJourney(here());
      const program = Buffer.from('MZ: this is no PDF');
      const { body: link } = await announce(journey, announcement(program));
      expect(await put(link, program)).toBe(200);
      const answer = await confirm(journey);
      expect([kindOf(answer), answer.body['reason']]).toEqual(['422 document-refused', 'type']);
      await expectUntouched(journey);
    });

    it('with another checksum, another size or another type than announced is not stored', async () => {
      const journey = await startJourney(here());
      const file = leasePdf();
      const other = Buffer.from(file);
      other.write('X', other.length - 8);
      const { body: link } = await announce(journey, announcement(file));
      expect(await put(link, other)).toBe(400);
      expect(await put(link, other, { 'x-amz-checksum-sha256': sha256(other) })).toBe(403);
      expect(await put(link, Buffer.concat([file, file]))).toBe(403);
      expect(await put(link, file, { 'content-type': 'image/png' })).toBe(403);
      const answer = await confirm(journey);
      expect([kindOf(answer), answer.body['reason']]).toEqual(['422 document-refused', 'absent']);
      await expectUntouched(journey);
    });

    it('that nobody announced is not there to confirm, and one that is not asked for gets no link', async () => {
      const journey = await startJourney(here());
      expect(kindOf(await confirm(journey))).toBe('404 document-not-found');
      const citizen = await here().as('citizen-renter');
      const passport = await citizen.send(
        'POST',
        `/citizen/dossiers/${journey.dossierId}/documents/PASSPORT/upload`,
        announcement(leasePdf()),
      );
      expect(kindOf(passport)).toBe('409 document-not-needed');
      await expectUntouched(journey);
    });

    it('that a scan calls a threat cannot be opened by the agency, a clean one can', async () => {
      const bodies = { infected: Buffer.concat([leasePdf(), Buffer.from(EICAR)]), clean: leasePdf() };
      for (const [verdict, file] of Object.entries(bodies)) {
        const journey = await startJourney(here());
        await journey.upload(file);
        await journey.submit();
        await journey.accept();
        await journey.pay();
        const task = (await journey.tasks()).find(({ agency }) => agency === 'commune') ?? {};
        const land = await here().as('commune');
        const link = () => land.send('POST', `/agency/tasks/${textField(task, 'taskId')}/documents/LEASE/link`);
        const answer = await waitFor(
          'the verdict',
          () => undefined,
          async () => {
            const given = await link();
            return given.body['scan'] === 'unknown' ? undefined : given;
          },
        );
        if (verdict === 'infected') expect(kindOf(answer)).toBe('409 document-not-cleared');
        else expect(Buffer.from(await (await fetch(textField(answer.body, 'url'))).arrayBuffer()).equals(file)).toBe(true);
      }
    });
  });
};

/** Moves the clock by more than a link's life. */
export const refusesExpiredLinks = (here: () => TestPlace): void => {
  it('an upload link is refused once it has expired', async () => {
    const journey = await startJourney(here());
    const file = leasePdf();
    const citizen = await here().as('citizen-renter');
    const link = await citizen.post(`/citizen/dossiers/${journey.dossierId}/documents/LEASE/upload`, announcement(file));
    await here().runtime.clock.advance(LINK_MS + 1000);
    expect(await put(link, file)).toBe(403);
    const answer = await citizen.send('POST', `/citizen/dossiers/${journey.dossierId}/documents/LEASE/confirmation`);
    expect([kindOf(answer), answer.body['reason']]).toEqual(['422 document-refused', 'absent']);
    expect(await journey.read()).toMatchObject({ documents: [{ code: 'LEASE', state: 'expected' }] });
  });
};
