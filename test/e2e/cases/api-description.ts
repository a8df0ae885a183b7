import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { TestPlace } from '../../support/place/test-place.ts';

const docs = resolve(import.meta.dirname, '../../../docs');
const Description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const described = (file: string): unknown => JSON.parse(readFileSync(resolve(docs, file), 'utf8'));

/** `GET /public/procedures` of each operation. */
const operationsOf = (description: unknown): string[] =>
  Object.entries(Description.parse(description).paths)
    .flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();

export const apiDescription = (here: () => TestPlace): void => {
  describe('the API description', () => {
    const deployedIn = (cell: string): string[] =>
      here()
        .runtime.resources.filter((resource) => resource.type === 'AWS::ApiGatewayV2::Route' && resource.cell === cell)
        .map(({ properties }) => String(properties['RouteKey']))
        .filter((route) => route !== '$default')
        .sort();

    it('is served as it stands in the repository', async () => {
      expect(await here().anyone.get('/public/openapi.json')).toEqual(described('openapi.json'));
    });

    it('has a page for readers', async () => {
      const page = await fetch(`${here().runtime.api}/public/openapi`);
      expect([page.status, page.headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/html']);
      expect(await page.text()).toContain('/citizen/dossiers');
    });

    it('describes exactly the routes that are deployed, in both cells', () => {
      expect(deployedIn('Province42')).toEqual(operationsOf(described('openapi.json')));
      expect(deployedIn('National')).toEqual(operationsOf(described('openapi-national.json')));
    });
  });
};
