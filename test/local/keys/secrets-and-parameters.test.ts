import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arnOf } from '../../../local/assembly/place.ts';
import { account, parameter, secret, serveKeys } from './support.ts';

const resources = [
  secret('OwnerIndexKeys', { GenerateSecretString: {} }),
  secret('gateway', {
    Name: 'gateway',
    GenerateSecretString: {
      SecretStringTemplate: '{"user":"cell"}',
      GenerateStringKey: 'password',
      PasswordLength: 20,
      ExcludePunctuation: true,
    },
  }),
  secret('fixed', { Name: 'fixed', SecretString: 'one' }),
  secret('empty', { Name: 'empty' }),
  parameter('/cell/42/api', 'https://a.example.invalid'),
  parameter('/cell/42/deep/er', 'x'),
  parameter('plain', 'p'),
];
let served: Awaited<ReturnType<typeof serveKeys>>;
let secrets: SecretsManagerClient;
const connect = () => {
  secrets = new SecretsManagerClient({ ...account, endpoint: served.url() });
};
beforeEach(async () => {
  served = await serveKeys(resources);
  connect();
});
afterEach(async () => {
  secrets.destroy();
  await served.stop();
});
const read = async (SecretId: string, VersionStage?: string) =>
  (await secrets.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;

describe('secrets', () => {
  it('are generated once by the rules of the template, and read by name, ARN and ARN without its ending', async () => {
    const first = await read('OwnerIndexKeys');
    expect(first).toMatch(/^[!-~]{32}$/);
    expect(await read(arnOf('secretsmanager', 'secret:OwnerIndexKeys-a1b2c3'))).toBe(first);
    expect(await read(arnOf('secretsmanager', 'secret:OwnerIndexKeys'))).toBe(first);
    expect(JSON.parse((await read('gateway')) ?? '')).toEqual({ user: 'cell', password: expect.stringMatching(/^[A-Za-z0-9]{20}$/) });
    await served.restart();
    connect();
    expect(await read('OwnerIndexKeys')).toBe(first);
    expect(statSync(join(served.folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('keep the previous value beside the current one', async () => {
    const put = (SecretString: string, ClientRequestToken: string) =>
      secrets.send(new PutSecretValueCommand({ SecretId: 'fixed', SecretString, ClientRequestToken }));
    const token = 'a'.repeat(32);
    const { VersionId } = await put('two', token);
    expect((await put('two', token)).VersionId).toBe(VersionId);
    await expect(put('three', token)).rejects.toThrow(expect.objectContaining({ name: 'ResourceExistsException' }));
    expect(await read('fixed')).toBe('two');
    expect(await read('fixed', 'AWSPREVIOUS')).toBe('one');
    const { VersionIdsToStages } = await secrets.send(new DescribeSecretCommand({ SecretId: 'fixed' }));
    expect(VersionIdsToStages?.[VersionId ?? '']).toEqual(['AWSCURRENT']);
  });

  it('take a seeded value in place of a generated one, but never in place of a written one', async () => {
    served.keys().seed('OwnerIndexKeys', 'of the country');
    served.keys().seed('OwnerIndexKeys', 'too late');
    expect(await read('OwnerIndexKeys')).toBe('of the country');
    await served.restart();
    connect();
    served.keys().seed('OwnerIndexKeys', 'too late');
    expect(await read('OwnerIndexKeys')).toBe('of the country');
    expect(() => served.keys().seed('nobody', 'x')).toThrow("can't find");
  });

  it('follow a changed template until somebody has written a value', async () => {
    await served.restart([secret('fixed', { Name: 'fixed', SecretString: 'changed' })]);
    connect();
    expect(await read('fixed')).toBe('changed');
    await secrets.send(new PutSecretValueCommand({ SecretId: 'fixed', SecretString: 'by hand' }));
    await served.restart([secret('fixed', { Name: 'fixed', SecretString: 'changed again' })]);
    connect();
    expect(await read('fixed')).toBe('by hand');
  });

  it('without a value, unknown ones and unknown operations are errors by name', async () => {
    for (const name of ['empty', 'nobody'])
      await expect(read(name)).rejects.toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
    await expect(secrets.send(new RotateSecretCommand({ SecretId: 'fixed' }))).rejects.toThrow(
      'does not implement Secrets Manager.RotateSecret',
    );
    expect(() => served.keys().deploy([secret('r', { ReplicaRegions: [] })])).toThrow('ReplicaRegions');
    expect(() => served.keys().deploy([secret('r', { GenerateSecretString: { Poetry: true } })])).toThrow('Poetry');
  });
});

/** No client of Systems Manager is installed; this is what one sends. */
const ssm = async (operation: string, input: object) => {
  const response = await fetch(served.url(), {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AmazonSSM.${operation}` },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

describe('parameters', () => {
  it('are read by name, by ARN, in a list and by path', async () => {
    expect((await ssm('GetParameter', { Name: '/cell/42/api' })).body.Parameter).toMatchObject({
      Value: 'https://a.example.invalid',
      Version: 1,
      Type: 'String',
    });
    for (const name of ['plain', '/cell/42/api']) {
      const { ARN } = (await ssm('GetParameter', { Name: name })).body.Parameter;
      expect((await ssm('GetParameter', { Name: ARN })).body.Parameter.Name).toBe(name);
    }
    expect((await ssm('GetParameters', { Names: ['plain', 'none'] })).body).toMatchObject({
      Parameters: [{ Name: 'plain' }],
      InvalidParameters: ['none'],
    });
    const paths = async (Recursive: boolean) =>
      (await ssm('GetParametersByPath', { Path: '/cell/42', Recursive })).body.Parameters.map((one: { Name: string }) => one.Name);
    expect(await paths(false)).toEqual(['/cell/42/api']);
    expect(await paths(true)).toEqual(['/cell/42/api', '/cell/42/deep/er']);
    const first = (await ssm('GetParametersByPath', { Path: '/cell', Recursive: true, MaxResults: 1 })).body;
    const rest = (await ssm('GetParametersByPath', { Path: '/cell', Recursive: true, NextToken: first.NextToken })).body;
    expect(rest).toEqual({ Parameters: [expect.objectContaining({ Name: '/cell/42/deep/er' })] });
  });

  it('are written, and keep what was written until the template changes', async () => {
    expect((await ssm('PutParameter', { Name: 'plain', Value: 'q' })).body.__type).toBe('ParameterAlreadyExists');
    expect((await ssm('PutParameter', { Name: 'plain', Value: 'q', Overwrite: true })).body).toEqual({ Version: 2, Tier: 'Standard' });
    await served.restart();
    expect((await ssm('GetParameter', { Name: 'plain' })).body.Parameter.Value).toBe('q');
    await served.restart([parameter('plain', 'new')]);
    expect((await ssm('GetParameter', { Name: 'plain' })).body.Parameter).toMatchObject({ Value: 'new', Version: 3 });
    expect(await ssm('GetParameter', { Name: 'none' })).toMatchObject({ status: 400, body: { __type: 'ParameterNotFound' } });
  });
});
