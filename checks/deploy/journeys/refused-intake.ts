import { randomUUID } from 'node:crypto';
import { apiClient, listField, textField } from '../../../local/demo/api-client.ts';
import type { Place, Tell } from '../../../local/demo/place.ts';
import { waitFor } from '../../../local/demo/wait.ts';

const CITIZEN = 'citizen-owner';

/** A citizen with a house of the own files, finds the dossier in the list, and is refused at the one-stop department. */
export const refusedIntake = async (place: Place, tell: Tell): Promise<void> => {
  const citizen = apiClient(place.api, await place.tokenFor(CITIZEN));
  const officer = apiClient(place.api, await place.tokenFor('officer'));
  const { phone, email, dwelling } = place.contactOf(CITIZEN);
  const draft = await citizen.post(
    '/citizen/dossiers',
    { procedure: 'permanent-residence', form: { phone, email, relationToHead: 'HEAD', dwelling } },
    { 'idempotency-key': randomUUID() },
  );
  const dossierId = textField(draft, 'dossierId');
  await citizen.post(`/citizen/dossiers/${dossierId}/submission`);
  await waitFor('the registers', tell, async () =>
    (await citizen.get(`/citizen/dossiers/${dossierId}`))['lookups'] === 'done' ? true : undefined,
  );
  const listed = listField(await citizen.get('/citizen/dossiers'), 'dossiers');
  if (!listed.some((one) => one['dossierId'] === dossierId)) throw new Error(`the citizen's list does not hold ${dossierId}`);

  await officer.post(`/staff/dossiers/${dossierId}/refusal`, {
    reason: 'Chỗ ở không thuộc địa bàn quản lý của công an xã này.',
    legalBasis: 'Luật Cư trú 2020, Điều 22',
  });
  const refused = await citizen.get(`/citizen/dossiers/${dossierId}`);
  if (refused['state'] !== 'not-accepted') throw new Error(`the refused dossier is ${refused['state']}`);
};
