import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { objectOf, stringOf } from '../assembly/json.ts';
import { AwsError, type AwsJsonService } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import { describeResource, expectKnownProperties } from '../queues/known-properties.ts';
import { openJsonStore } from './json-store.ts';
import { generateSecretString } from './random-password.ts';
import { optionalText, refuseParameters, type ServiceInput, serveOperations, text } from './service-input.ts';

type Version = {
  readonly id: string;
  readonly created: number;
  readonly string?: string;
  readonly binary?: string;
  stages: readonly string[];
};
/** `origin`: who wrote the current value. Only one that the template wrote gives way to `seed` and to a changed template. */
type Secret = {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly origin: 'template' | 'written';
  readonly template: string;
  readonly versions: readonly Version[];
};

/** PutSecretValue keeps the current and the previous value, as the stages say; older ones carry no stage and are dropped. */
const withCurrent = (versions: readonly Version[], next: Version): Version[] => [
  { ...next, stages: ['AWSCURRENT'] },
  ...versions.filter(({ stages }) => stages.includes('AWSCURRENT')).map((version) => ({ ...version, stages: ['AWSPREVIOUS'] })),
];

const nameOf = (resource: DeployedResource): string => {
  const given = resource.properties['Name'];
  if (typeof given === 'string' && given !== '') return given;
  return resource.physicalId
    .split(':')
    .slice(6)
    .join(':')
    .replace(/-[A-Za-z0-9]{6}$/, '');
};

/** Tells whether the template's wish for the value has changed, without keeping the value twice. */
const fingerprint = (properties: DeployedResource['properties']) =>
  createHash('sha256')
    .update(JSON.stringify([properties['SecretString'] ?? null, properties['GenerateSecretString'] ?? null]))
    .digest('hex');

const initialValue = (resource: DeployedResource): string | undefined => {
  const { SecretString: fixed, GenerateSecretString: rules } = resource.properties;
  const what = `GenerateSecretString of ${describeResource(resource)}`;
  if (fixed !== undefined) return stringOf(fixed, `SecretString of ${describeResource(resource)}`);
  return rules === undefined ? undefined : generateSecretString(objectOf(rules, what), what);
};

/** Secrets Manager (target prefix `secretsmanager`), kept in `<dataDir>/secrets.json`, readable by its owner only. */
export const openSecrets = (options: { readonly dataDir: string; readonly clock: VirtualClock }) => {
  const { clock } = options;
  const store = openJsonStore<Secret>(join(options.dataDir, 'secrets.json'));
  const version = (value: Pick<Version, 'string' | 'binary'>, id: string = randomUUID()): Version => ({
    id,
    created: clock.now(),
    stages: [],
    ...value,
  });

  const find = (reference: string): Secret => {
    const secrets = store.values();
    // An ARN may be given without the six characters at its end.
    const secret = secrets.find(({ name, arn }) => reference === name || reference === arn || reference === arn.slice(0, -7));
    if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  };

  const deploy = (resource: DeployedResource) => {
    // Keys, replicas and policies guard the value in AWS; here the file's mode does.
    expectKnownProperties(resource, ['Name', 'SecretString', 'GenerateSecretString'], ['Description', 'KmsKeyId', 'Tags']);
    const arn = resource.physicalId;
    const existing = store.get(arn);
    const template = fingerprint(resource.properties);
    if (existing && (existing.template === template || existing.origin === 'written')) {
      if (existing.template !== template) store.set(arn, { ...existing, template });
      return;
    }
    const value = initialValue(resource);
    const versions = value === undefined ? [] : withCurrent(existing?.versions ?? [], version({ string: value }));
    store.set(arn, { name: nameOf(resource), arn, created: existing?.created ?? clock.now(), origin: 'template', template, versions });
  };

  const write = (secret: Secret, value: Pick<Version, 'string' | 'binary'>, id?: string): Version => {
    const next = version(value, id);
    store.set(secret.arn, { ...secret, origin: 'written', versions: withCurrent(secret.versions, next) });
    return next;
  };

  const put = (input: ServiceInput) => {
    refuseParameters('PutSecretValue', input, ['VersionStages', 'RotationToken']);
    const secret = find(text(input, 'SecretId'));
    const [string, binary] = [optionalText(input, 'SecretString'), optionalText(input, 'SecretBinary')];
    if ((string === undefined) === (binary === undefined))
      throw new AwsError('InvalidParameterException', 'give either SecretString or SecretBinary');
    const token = optionalText(input, 'ClientRequestToken');
    const same = secret.versions.find(({ id }) => id === token);
    if (same && (same.string !== string || same.binary !== binary)) {
      throw new AwsError('ResourceExistsException', 'You can not change the value of an existing version.');
    }
    const written = same ?? write(secret, string === undefined ? { binary } : { string }, token);
    return { ARN: secret.arn, Name: secret.name, VersionId: written.id, VersionStages: same?.stages ?? ['AWSCURRENT'] };
  };

  const get = (input: ServiceInput) => {
    const secret = find(text(input, 'SecretId'));
    const [id, stage] = [optionalText(input, 'VersionId'), optionalText(input, 'VersionStage')];
    const matches = (one: Version) =>
      (id === undefined || one.id === id) &&
      (stage === undefined ? id !== undefined || one.stages.includes('AWSCURRENT') : one.stages.includes(stage));
    const wanted = secret.versions.find(matches);
    if (!wanted)
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${id ? `VersionId: ${id}` : `staging label: ${stage ?? 'AWSCURRENT'}`}`,
      );
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: wanted.id,
      VersionStages: wanted.stages,
      CreatedDate: wanted.created / 1000,
      ...(wanted.string !== undefined && { SecretString: wanted.string }),
      ...(wanted.binary !== undefined && { SecretBinary: wanted.binary }),
    };
  };

  const service: AwsJsonService = serveOperations('Secrets Manager', {
    GetSecretValue: get,
    PutSecretValue: put,
    DescribeSecret: (input) => {
      const { arn, name, created, versions } = find(text(input, 'SecretId'));
      const VersionIdsToStages = Object.fromEntries(versions.map(({ id, stages }) => [id, stages]));
      return {
        ARN: arn,
        Name: name,
        CreatedDate: created / 1000,
        LastChangedDate: (versions[0]?.created ?? created) / 1000,
        VersionIdsToStages,
      };
    },
  });

  return {
    service,
    deploy: (resources: readonly DeployedResource[]): void => {
      for (const resource of resources) if (resource.type === 'AWS::SecretsManager::Secret') deploy(resource);
    },
    /**
     * Writes the value unless the secret has one already that did not come from its template. For values that somebody
     * outside the stack decides, given at the first boot.
     * @param reference name or ARN; throws when no such secret is deployed
     */
    seed: (reference: string, value: string): void => {
      const secret = find(reference);
      if (secret.origin === 'template') write(secret, { string: value });
    },
  };
};
