import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { stringOf } from '../assembly/json.ts';
import { arnOf } from '../assembly/place.ts';
import { AwsError } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import { describeResource, expectKnownProperties, expectOneOf } from '../queues/known-properties.ts';
import { openJsonStore } from './json-store.ts';

export type KeySpec = 'SYMMETRIC_DEFAULT' | 'ECC_NIST_P256' | 'HMAC_256';
/** `material`: base64; 32 bytes, or PKCS #8 DER of an elliptic curve key. `created`: epoch milliseconds. */
export type Key = {
  readonly id: string;
  readonly arn: string;
  readonly spec: KeySpec;
  readonly material: string;
  readonly created: number;
  enabled: boolean;
  description: string;
};

/** The usage that each spec has; KMS lets no key be used for another. */
export const USAGE: Record<KeySpec, string> = {
  SYMMETRIC_DEFAULT: 'ENCRYPT_DECRYPT',
  ECC_NIST_P256: 'SIGN_VERIFY',
  HMAC_256: 'GENERATE_VERIFY_MAC',
};

const specOf = (resource: DeployedResource): KeySpec => {
  const { properties } = resource;
  expectKnownProperties(
    resource,
    ['KeySpec', 'KeyUsage', 'Enabled', 'Description', 'Origin', 'MultiRegion'],
    // Who may use a key and when its material turns over is not enforced here; a deleted key is simply no longer deployed.
    ['KeyPolicy', 'EnableKeyRotation', 'RotationPeriodInDays', 'PendingWindowInDays', 'Tags', 'BypassPolicyLockoutSafetyCheck'],
  );
  expectOneOf(resource, 'Origin', properties['Origin'], ['AWS_KMS']);
  expectOneOf(resource, 'MultiRegion', properties['MultiRegion'], [false]);
  const spec = Object.keys(USAGE).find((name): name is KeySpec => name === (properties['KeySpec'] ?? 'SYMMETRIC_DEFAULT'));
  if (!spec)
    throw new Error(
      `${describeResource(resource)}: the local runtime does not implement KeySpec = ${JSON.stringify(properties['KeySpec'])}`,
    );
  expectOneOf(resource, `KeyUsage (with ${spec})`, properties['KeyUsage'] ?? 'ENCRYPT_DECRYPT', [USAGE[spec]]);
  return spec;
};

const newMaterial = (spec: KeySpec): Buffer =>
  spec === 'ECC_NIST_P256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' })
    : randomBytes(32);

/** The keys of all cells, in `<dataDir>/keys.json`; aliases come from the templates at every boot. */
export const openKeyRing = (options: { readonly dataDir: string; readonly clock: VirtualClock }) => {
  const store = openJsonStore<Key>(join(options.dataDir, 'keys.json'));
  const aliases = new Map<string, string>();

  const deployKey = (resource: DeployedResource) => {
    const spec = specOf(resource);
    const { physicalId: id, properties, attributes } = resource;
    const existing = store.get(id);
    if (existing && existing.spec !== spec)
      throw new Error(`${describeResource(resource)}: the data folder holds this key as ${existing.spec}, not ${spec}`);
    const enabled = properties['Enabled'] !== false && properties['Enabled'] !== 'false';
    const description = String(properties['Description'] ?? '');
    if (existing && existing.enabled === enabled && existing.description === description) return;
    const born = existing ?? {
      id,
      arn: attributes['Arn'] ?? arnOf('kms', `key/${id}`),
      spec,
      material: newMaterial(spec).toString('base64'),
      created: options.clock.now(),
    };
    store.set(id, { ...born, enabled, description });
  };

  const deployAlias = (resource: DeployedResource) => {
    expectKnownProperties(resource, ['AliasName', 'TargetKeyId']);
    const what = (name: string) => `${name} of ${describeResource(resource)}`;
    const target = stringOf(resource.properties['TargetKeyId'], what('TargetKeyId'));
    const id = target.slice(target.lastIndexOf('/') + 1);
    if (!store.get(id)) throw new Error(`${what('TargetKeyId')}: there is no key ${target}`);
    aliases.set(stringOf(resource.properties['AliasName'], what('AliasName')), id);
  };

  return {
    deploy: (resources: readonly DeployedResource[]): void => {
      for (const resource of resources) if (resource.type === 'AWS::KMS::Key') deployKey(resource);
      for (const resource of resources) if (resource.type === 'AWS::KMS::Alias') deployAlias(resource);
    },
    /** @param reference key id, key ARN, `alias/…` or the alias's ARN */
    find: (reference: string): Key => {
      const local = reference.startsWith('arn:') ? reference.split(':').slice(5).join(':') : reference;
      const id = local.startsWith('alias/') ? aliases.get(local) : local.replace(/^key\//, '');
      const key = id === undefined ? undefined : store.get(id);
      if (!key) throw new AwsError('NotFoundException', `${reference.startsWith('alias/') ? 'Alias' : 'Key'} '${reference}' is not found`);
      return key;
    },
  };
};
export type KeyRing = ReturnType<typeof openKeyRing>;
