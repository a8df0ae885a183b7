import { nationalPolicy, policy } from '../../functions/api/policy.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { asyncApiDocument } from './asyncapi-document.ts';
import { authorizationPage } from './authorization/authorization-page.ts';
import { eventDescriptions } from './event-schemas.ts';
import { findContracts } from './find-contracts.ts';
import { formatJson } from './format-json.ts';
import { openApiDocument } from './openapi-document.ts';

const { version } = packageFile;

/** Every generated description, by its path in the repository. */
export const describedFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const contracts = await findContracts();
  const events = eventDescriptions();
  const cell = openApiDocument({
    title: 'Một Cửa: a province cell',
    description:
      'One door for public services: a citizen files once, the agencies decide, a signed result comes back. Errors of ours are problem documents (RFC 9457); the gateway answers its own with `{ message }`. Times are RFC 3339, money is in whole đồng.',
    version,
    policy,
    contracts,
  });
  const national = openApiDocument({
    title: 'Một Cửa: the national cell',
    description: 'Registry lookups and the store of e-documents. Its only callers are cells.',
    version,
    policy: nationalPolicy,
    contracts,
  });
  return new Map([
    ['docs/openapi.json', formatJson(cell)],
    ['docs/openapi-national.json', formatJson(national)],
    ['docs/asyncapi.json', formatJson(asyncApiDocument(version, events))],
    ['docs/authorization.md', authorizationPage()],
    ...events.map(({ type, schema }) => [`docs/events/${type}.schema.json`, formatJson(schema)] as const),
  ]);
};
