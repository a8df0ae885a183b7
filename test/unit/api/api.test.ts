import { describe, expect, it } from 'vitest';
import description from '../../../docs/openapi.json' with { type: 'json' };
import { createHandler as unknownHandler } from '../../../functions/api/answer-unknown-route.handler.ts';
import { apiPage } from '../../../functions/api/api-page.ts';
import { policy } from '../../../functions/api/policy.ts';
import { createHandler as readHandler } from '../../../functions/api/read-api-description.handler.ts';
import { createHandler as showHandler } from '../../../functions/api/show-api-description.handler.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import type { HttpAnswer } from '../../../functions/platform/http-answer.ts';
import { fixedClock, recordedLog } from '../../support/fixed.ts';
import { callHttp, httpEvent } from '../../support/http-event.ts';
import { kindOf } from '../../support/kind-of.ts';

const deps = { clock: fixedClock('2026-11-23T02:00:00.000Z'), claimNames: defaultClaimNames, description };

describe('the description of the API', () => {
  it('is served as it is in the repository', async () => {
    const { status, headers, body } = await callHttp(readHandler({ ...deps, log: recordedLog() }), httpEvent('readApiDescription'));
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'application/json', 'public, max-age=300']);
    expect(body).toEqual(description);
  });

  it('is a page that names every operation, without scripts or outside references', async () => {
    const show = showHandler({ ...deps, log: recordedLog() });
    const { statusCode, headers, body } = (await show(httpEvent('showApiDescription'), {} as never)) as HttpAnswer;
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const operation of Object.keys(policy)) expect(body).toContain(`id="${operation}"`);
    expect(body).not.toMatch(/<script|https?:\/\/[^"]*\.(js|css)|<img|<link/);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('cannot be broken by what a description says', () => {
    const page = apiPage({ ...description, info: { ...description.info, title: '</title><script>alert(1)</script>' } });
    expect(page).not.toContain('<script>');
  });
});

describe('a route that does not exist', () => {
  it('answers a problem, and its path stays out of the log', async () => {
    const log = recordedLog();
    const event = { ...httpEvent('readKeys'), routeKey: '$default' };
    const answer = await callHttp(unknownHandler({ log }), {
      ...event,
      requestContext: { ...event.requestContext, http: { method: 'DELETE', path: '/citizen/042190000016', sourceIp: '203.0.113.7' } },
    });
    expect([answer.status, kindOf(answer), answer.headers['content-type']]).toEqual([404, 'route-unknown', 'application/problem+json']);
    expect(log.lines).toMatchObject([{ fields: { status: 404, method: 'DELETE' } }]);
    expect(JSON.stringify(log.lines)).not.toContain('042190000016');
  });
});
