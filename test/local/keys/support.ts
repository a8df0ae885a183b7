import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { arnOf } from '../../../local/assembly/place.ts';
import { serveAwsJson } from '../../../local/aws-json.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openKeys } from '../../../local/keys/keys.ts';

export const account = { region: 'ap-southeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 };

export const resource = (type: string, physicalId: string, properties: Record<string, unknown>): DeployedResource => ({
  cell: 'Province42',
  stack: 'Province42-State',
  logicalId: physicalId.replaceAll(/\W/g, ''),
  type,
  properties,
  physicalId,
  attributes: {},
  dependsOn: [],
});

export const key = (id: string, properties: Record<string, unknown> = {}) => resource('AWS::KMS::Key', id, properties);
export const secret = (name: string, properties: Record<string, unknown> = {}) =>
  resource('AWS::SecretsManager::Secret', arnOf('secretsmanager', `secret:${name}-a1b2c3`), properties);
export const parameter = (name: string, Value: string) => resource('AWS::SSM::Parameter', name, { Name: name, Type: 'String', Value });

/** The three services on a free port, over a folder of their own; `restart` opens them again over the same folder. */
export const serveKeys = async (resources: readonly DeployedResource[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-'));
  const clock = new VirtualClock();
  const open = async (deployed: readonly DeployedResource[]) => {
    const keys = openKeys({ dataDir: folder, clock });
    keys.deploy(deployed);
    return { keys, server: await serveAwsJson({ ...keys.services }) };
  };
  let current = await open(resources);
  return {
    folder,
    clock,
    keys: () => current.keys,
    url: () => current.server.url,
    restart: async (deployed: readonly DeployedResource[] = resources) => {
      await current.server.stop();
      current = await open(deployed);
    },
    stop: async () => {
      await current.server.stop();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
