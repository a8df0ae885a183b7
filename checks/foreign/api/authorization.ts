import type { Operation } from './operations.ts';

/** One way of asking without the right to. */
type Intruder = { readonly who: string; readonly token: string | undefined; readonly statuses: readonly number[] };

const ask = async (api: string, { method, path }: Operation, token: string | undefined): Promise<number> => {
  const response = await fetch(`${api}${path.replace(/{\w+}/g, 'x')}`, {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), 'content-type': 'application/json' },
    ...(method === 'POST' && { body: '{}' }),
  });
  await response.arrayBuffer();
  return response.status;
};

/** What is wrong when an operation is asked without a token, with a forged one and with one that is for other callers. */
export const authorizationFault = async (
  api: string,
  operation: Operation,
  tokens: Readonly<Record<string, string>>,
): Promise<string | undefined> => {
  const own = operation.path.split('/')[1] ?? '';
  const others = Object.entries(tokens).filter(([audience]) => audience !== own);
  const forged = (tokens[own] ?? '').replace(/\.[^.]*$/, `.${'A'.repeat(342)}`);
  const intruders: Intruder[] = [
    { who: 'nobody', token: undefined, statuses: [401] },
    { who: 'a forged token', token: forged, statuses: [401] },
    // Another audience is refused by the authorizer, another scope by its route.
    ...others.map(([audience, token]) => ({ who: audience, token, statuses: [401, 403] })),
  ];
  const letIn: string[] = [];
  for (const { who, token, statuses } of intruders) {
    const status = await ask(api, operation, token);
    if (!statuses.includes(status)) letIn.push(`${who} got ${status}`);
  }
  return letIn.length === 0 ? undefined : letIn.join(', ');
};
