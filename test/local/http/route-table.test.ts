import { expect, test } from 'vitest';
import { buildRouteTable } from '../../../local/http/route-table.ts';

const table = (...routeKeys: string[]) => buildRouteTable(routeKeys.map((routeKey) => ({ routeKey })));

const routes = table(
  'GET /pets',
  'GET /pets/{id}',
  'GET /pets/dog',
  'ANY /pets/{proxy+}',
  'GET /pets/{id}/toys',
  'POST /pets/{proxy+}',
  '$default',
  'GET /',
);

test.each([
  ['GET', '/', 'GET /', {}],
  ['GET', '/pets', 'GET /pets', {}],
  ['GET', '/pets/7', 'GET /pets/{id}', { id: '7' }],
  ['GET', '/pets/dog', 'GET /pets/dog', {}],
  ['GET', '/pets/7/toys', 'GET /pets/{id}/toys', { id: '7' }],
  ['GET', '/pets/7/food/1', 'ANY /pets/{proxy+}', { proxy: '7/food/1' }],
  ['DELETE', '/pets/7', 'ANY /pets/{proxy+}', { proxy: '7' }],
  ['POST', '/pets/7', 'POST /pets/{proxy+}', { proxy: '7' }],
  ['POST', '/pets', '$default', {}],
  ['GET', '/pets/', '$default', {}],
  ['GET', '/cats', '$default', {}],
  ['GET', '/pets/m%C3%A8o', 'GET /pets/{id}', { id: 'mèo' }],
  ['GET', '/pets/%E0%A4%A', 'GET /pets/{id}', { id: '%E0%A4%A' }],
])('%s %s takes %s', (method, path, routeKey, parameters) => {
  expect(routes.match(method, path)).toEqual({ route: { routeKey }, parameters });
});

test('without $default an unknown path has no route', () => {
  expect(table('GET /pets').match('GET', '/cats')).toBeUndefined();
});

test.each([
  [['nonsense'], /route key nonsense cannot be read/],
  [['GET /{all+}/more'], /route key GET \/\{all\+\}\/more: \{name\+\} must stand last/],
  [['GET /a/{x}', 'GET /a/{y}'], /routes GET \/a\/\{x\} and GET \/a\/\{y\} match the same requests/],
])('refuses %j', (routeKeys, message) => {
  expect(() => table(...routeKeys)).toThrow(message);
});
