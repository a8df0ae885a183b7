import type * as z from 'zod';

/** One fault of a request: a JSON pointer into `{ path, query, headers, body }` and what is wrong there. */
export type Fault = { readonly pointer: string; readonly detail: string };

const escapePart = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

export const pointerTo = (path: readonly PropertyKey[]): string => path.map((part) => `/${escapePart(part)}`).join('');

/** The faults that a schema found below `path`. Members that are not known are faults of their own, each with its pointer. */
export const faultsOf = (path: readonly PropertyKey[], { issues }: z.ZodError): Fault[] =>
  issues.flatMap((issue) => {
    const place = [...path, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ pointer: pointerTo([...place, key]), detail: 'is not known' }));
    return [{ pointer: pointerTo(place), detail: issue.message }];
  });
