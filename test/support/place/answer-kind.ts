import { type ApiAnswer, type Json, listField } from '../../../local/demo/api-client.ts';

/**
 * An answer in two words: `409 dossier-wrong-state` for a problem document, `401 Unauthorized` for what the gateway itself
 * says, the bare status for everything else.
 */
export const kindOf = ({ status, headers, body }: ApiAnswer): string => {
  if (headers.get('content-type') === 'application/problem+json') return `${status} ${String(body['type']).split('/').at(-1)}`;
  return typeof body['message'] === 'string' ? `${status} ${body['message']}` : String(status);
};

/** The JSON pointers of a schema error. */
export const pointersOf = ({ body }: Pick<ApiAnswer, 'body'>): readonly unknown[] =>
  listField(body, 'errors').map((fault: Json) => fault['pointer']);
