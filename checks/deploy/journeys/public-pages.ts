import { apiClient, type Json, listField } from '../../../local/demo/api-client.ts';

const expectStatus = async (what: string, address: string, status: number, type: string): Promise<Json> => {
  const answer = await apiClient(address).send('GET', what);
  const given = answer.headers.get('content-type') ?? '';
  if (answer.status !== status || !given.startsWith(type))
    throw new Error(`GET ${what} answered ${answer.status} ${given}, not ${status} ${type}: ${JSON.stringify(answer.body).slice(0, 300)}`);
  return answer.body;
};

/** What anyone may read, and what is no route, in both cells. */
export const publicPages = async (api: string, nationalApi: string): Promise<void> => {
  const procedures = listField(await expectStatus('/public/procedures', api, 200, 'application/json'), 'procedures');
  if (procedures.length === 0) throw new Error('no procedure is listed');
  await expectStatus('/public/procedures/permanent-residence', api, 200, 'application/json');
  const moment = encodeURIComponent('2026-11-23T09:00:00+07:00');
  const appointment = `/public/procedures/permanent-residence/appointment?acceptedAt=${moment}&paidAt=${moment}`;
  await expectStatus(appointment, api, 200, 'application/json');
  await expectStatus('/public/openapi.json', api, 200, 'application/json');
  await expectStatus('/public/openapi', api, 200, 'text/html');
  for (const address of [api, nationalApi]) await expectStatus('/no/such/route', address, 404, 'application/problem+json');
};

/** The gateway itself refuses a caller without a token, and one whose token is for another audience. */
export const closedDoors = async (api: string, citizenToken: string): Promise<void> => {
  for (const [path, token] of [
    ['/citizen/dossiers', undefined],
    ['/staff/inbox', citizenToken],
    ['/agency/tasks?office=x', citizenToken],
  ] as const) {
    const { status } = await apiClient(api, token).send('GET', path);
    if (status !== 401 && status !== 403)
      throw new Error(`GET ${path} with ${token ? "a citizen's token" : 'no token'} answered ${status}`);
  }
};
