import { describe, expect, it } from 'vitest';
import { ok } from '../../../functions/platform/http-answer.ts';
import { routed } from '../../../functions/platform/routed.ts';
import { httpEvent } from '../../support/http-event.ts';

const handler = routed({
  'POST /staff/dossiers/{dossierId}/dispatch': async () => ok('dispatch'),
  'POST /staff/dossiers/{dossierId}/handover': async (event) => ok(event.routeKey),
});

describe('a function for several routes', () => {
  it('calls the handler of the event’s route', async () => {
    expect((await handler(httpEvent('dispatchResult'), {})).body).toBe('"dispatch"');
    expect((await handler(httpEvent('handOverResult'), {})).body).toBe('"POST /staff/dossiers/{dossierId}/handover"');
  });

  it.each(['POST /staff/dossiers/{dossierId}/number', '$default', 'toString', '__proto__'])('knows no route %s', async (routeKey) => {
    const { statusCode, body } = await handler({ ...httpEvent('numberResult'), routeKey }, {});
    expect([statusCode, JSON.parse(body).type]).toEqual([404, expect.stringMatching(/route-unknown$/)]);
  });
});
