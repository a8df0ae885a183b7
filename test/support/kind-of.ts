/** The kind of a problem: what its type ends with. */
export const kindOf = ({ body }: { readonly body: Record<string, unknown> }): string | undefined => String(body['type']).split('/').at(-1);
