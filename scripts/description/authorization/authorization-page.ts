import { nationalPolicy, type OperationId, policy, type RoutePolicy, routePolicy } from '../../../functions/api/policy.ts';
import { authorizationCallers, type CallerId } from './authorization-callers.ts';
import { type Refusal, refusalOf } from './authorization-rules.ts';

/** Short enough for a cell of a table; the page explains them. */
const shown: Readonly<Record<Refusal, string>> = {
  '401 Unauthorized': '401',
  '403 Forbidden': '403 scope',
  '403 role-missing': '403 role',
  '404 dossier-not-found': '404',
  '404 task-not-found': '404',
  '404 office-not-found': '404',
  '404 complaint-not-found': '404',
};

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] => Object.keys(record) as Key[];

const callerIds: readonly CallerId[] = keysOf(authorizationCallers);

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const tableOf = (operations: readonly OperationId[], head: string, callers: readonly CallerId[]): string =>
  [
    line([head, ...callers.map((caller) => authorizationCallers[caller].title)]),
    line(['---', ...callers.map(() => ':-:')]),
    ...operations.map((operation) => {
      const { method, path, roles }: RoutePolicy = routePolicy(operation);
      const route = `\`${method} ${path}\`${roles ? ` (${roles.join(', ')})` : ''}`;
      return line([
        route,
        ...callers.map((caller) => {
          const refusal = refusalOf(operation, caller);
          return refusal ? shown[refusal] : '**in**';
        }),
      ]);
    }),
  ].join('\n');

/** docs/authorization.md: every route against every caller. */
export const authorizationPage = (): string => `# Who may call what

Written by \`npm run openapi\` from the policy table (\`functions/api/policy.ts\`) and the subjects of its routes
(\`scripts/description/authorization\`). \`test/e2e/authorization.test.ts\` makes each of these calls over HTTP against the local
runtime, with a dossier in the state that the route needs, and sees that a refused one writes nothing.

${line(['caller', 'who'])}
${line(['---', '---'])}
${callerIds.map((caller) => line([authorizationCallers[caller].title, authorizationCallers[caller].who])).join('\n')}

- **in**: the call is let in; what it then does is up to the state of the dossier. A list holds the caller's own only.
- **401**: the gateway's own answer to a token that is missing, not the issuer's, over, or of another audience.
- **403 scope**: the gateway's own answer to a token without the scope of the route's audience.
- **403 role**: the problem \`role-missing\`.
- **404**: a problem such as \`dossier-not-found\`: what is not the caller's own, or of an office that the caller leads, does not exist.

Roles in brackets: one of them is needed. Public routes ask for no token and look at none.

## A province's cell

${tableOf(keysOf(policy), 'route', callerIds)}

## The national cell

${tableOf(keysOf(nationalPolicy), 'route', callerIds)}
`;
