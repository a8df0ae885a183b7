import type { Log } from '../platform/log.ts';
import { type LoadRegistryDeps, LoadRegistryInput, loadRegistry, type RefusedRecord } from './load-registry.ts';

/** Called directly by an operator's tool with `{ registry, records: [{ key, data }] }`, at most 500 records a call. */
export const createHandler = (deps: LoadRegistryDeps & { readonly log: Log }) => {
  const load = loadRegistry(deps);

  return async (event: unknown): Promise<{ loaded: number; refused: readonly RefusedRecord[] }> => {
    const input = LoadRegistryInput.safeParse(event);
    if (!input.success) throw new Error(`not a call of loadRegistry: /${input.error.issues[0]?.path.join('/') ?? ''}`);
    const outcome = await load(input.data);
    if (outcome.kind === 'unknown-registry') throw new Error(`there is no registry ${input.data.registry}`);
    const { loaded, refused } = outcome;
    deps.log(refused.length > 0 ? 'WARN' : 'INFO', 'loadRegistry', { registry: input.data.registry, loaded, refused: refused.length });
    return { loaded, refused };
  };
};
