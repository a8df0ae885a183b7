import { expect } from 'vitest';
import { type ApiClient, apiClient, listField, textField, UnexpectedAnswer } from '../../../local/demo/api-client.ts';
import { verifyResult } from '../../../local/demo/verify-result.ts';
import { readDossierItems } from '../dossier-items.ts';
import type { TestPlace } from '../place/test-place.ts';

const CITIZEN = 'citizen-renter';
const DOCUMENT = 'LEASE';

const clientOf = async ({ place }: TestPlace, persona: string): Promise<ApiClient> => apiClient(place.api, await place.tokenFor(persona));

/** Whether it was done; false when an answer says that it has to be tried again. */
export const tried = async (doing: () => Promise<void>): Promise<boolean> => {
  try {
    await doing();
    return true;
  } catch (error) {
    if (error instanceof UnexpectedAnswer && error.status >= 500) return false;
    throw error;
  }
};

/** An agency with an open task lists its tasks, reads this one and opens a document; the officer opens it too. */
const workOnTask = async (here: TestPlace, dossierId: string): Promise<void> => {
  const { tasks } = await readDossierItems(here.inspection, dossierId);
  const task = tasks.find(({ state, role }) => state === 'open' && role === 'consulted');
  if (!task) return;
  const agency = await clientOf(here, task.agency);
  const listed = listField(await agency.get(`/agency/tasks?office=${task.office}`), 'tasks');
  expect(listed.map(({ taskId }) => taskId)).toContain(task.taskId);
  expect(await agency.get(`/agency/tasks/${task.taskId}`)).toMatchObject({ taskId: task.taskId, state: 'open' });
  await agency.post(`/agency/tasks/${task.taskId}/documents/${DOCUMENT}/link`);
};

/** The applicant has lost the receipt: the officer makes another, and with its secret anyone can follow the dossier. */
const replaceReceipt = async (here: TestPlace, dossierId: string): Promise<void> => {
  const receipt = await (await clientOf(here, 'officer')).post(`/staff/dossiers/${dossierId}/receipt`);
  const tracked = await here.anyone.post('/public/tracking', { code: receipt['code'], secret: receipt['trackingSecret'] });
  expect(tracked).toMatchObject({ code: receipt['code'] });
};

/** What people do with a dossier that the agencies have. */
export const attend = async (here: TestPlace, dossierId: string): Promise<void> => {
  await workOnTask(here, dossierId);
  const officer = await clientOf(here, 'officer');
  await officer.get(`/staff/dossiers/${dossierId}`);
  await officer.post(`/staff/dossiers/${dossierId}/documents/${DOCUMENT}/link`);
  await replaceReceipt(here, dossierId);
};

/** The owner looks at everything that there is of an ended dossier. */
export const readAsOwner = async (here: TestPlace, dossierId: string): Promise<void> => {
  const citizen = await clientOf(here, CITIZEN);
  await citizen.get('/citizen/dossiers');
  await citizen.get(`/citizen/dossiers/${dossierId}/accesses`);
};

/** The owner reads the result, and verifies it as anybody could. */
export const readResult = async (here: TestPlace, dossierId: string): Promise<void> => {
  await readAsOwner(here, dossierId);
  const citizen = await clientOf(here, CITIZEN);
  const dossier = await citizen.get(`/citizen/dossiers/${dossierId}`);
  const result = await citizen.get(`/citizen/dossiers/${dossierId}/result`);
  expect(await verifyResult(here.place.api, textField(result, 'jws'), textField(dossier, 'resultCode'))).toBe(true);
};
