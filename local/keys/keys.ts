import type { DeployedResource } from '../assembly/deployed-resource.ts';
import type { AwsJsonService } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import { openKeyRing } from './key-ring.ts';
import { createKeyService } from './key-service.ts';
import { openParameters } from './parameter-service.ts';
import { openSecrets } from './secret-service.ts';

export type Keys = {
  /** By target prefix, ready for serveAwsJson. */
  readonly services: Readonly<Record<'TrentService' | 'secretsmanager' | 'AmazonSSM', AwsJsonService>>;
  /** Makes the keys, aliases, secrets and parameters of a template; what exists keeps its material. Throws naming what is not implemented. */
  deploy(resources: readonly DeployedResource[]): void;
  /** Gives a deployed secret its first real value; does nothing when somebody has written one already. @param secret name or ARN */
  seed(secret: string, value: string): void;
};

/** KMS, Secrets Manager and Systems Manager parameters, each in a file of its own in `dataDir`. */
export const openKeys = (options: { readonly dataDir: string; readonly clock: VirtualClock }): Keys => {
  const ring = openKeyRing(options);
  const secrets = openSecrets(options);
  const parameters = openParameters(options);
  return {
    services: { TrentService: createKeyService(ring), secretsmanager: secrets.service, AmazonSSM: parameters.service },
    deploy: (resources) => {
      for (const part of [ring, secrets, parameters]) part.deploy(resources);
    },
    seed: secrets.seed,
  };
};
