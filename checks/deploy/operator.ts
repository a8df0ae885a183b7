import { seedPopulation } from '../../local/seed-population.ts';
import type { AwsCalls } from './aws-call.ts';
import type { DeployedCells } from './deployed-cells.ts';
import type { Neighbours } from './neighbours.ts';

/** Sets the values that the templates leave to the operator. */
export const setSecrets = async (calls: AwsCalls, secrets: ReadonlyMap<string, string>): Promise<void> => {
  for (const [SecretId, SecretString] of secrets)
    await calls.json('secretsmanager', 'secretsmanager.PutSecretValue', { SecretId, SecretString });
};

/** Loads the synthetic people into the registers, through the function that an operator would call. */
export const loadPopulation = (calls: AwsCalls, { loader }: DeployedCells, { population }: Neighbours): Promise<number> =>
  seedPopulation(population, loader, async (name, event) => {
    const { failed, payload } = await calls.invoke(name, event);
    return failed ? { ok: false, errorType: 'FunctionError', errorMessage: JSON.stringify(payload) } : { ok: true, payload };
  });
