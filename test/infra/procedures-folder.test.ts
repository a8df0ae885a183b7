import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceFunction } from '../../infra/constructs/service-function.ts';

const entry = 'procedure/list-procedures';

describe('the folder of procedures', () => {
  let scratch: string;
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'mot-cua-folder-'));
    writeFileSync(join(scratch, 'trial.json'), JSON.stringify({ id: 'trial', version: '2026-01-01' }));
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** Name of the asset that a function's code becomes: it changes with the code, and with nothing else. */
  const codeWith = (context: Readonly<Record<string, string>>): unknown => {
    const app = new App({ context, outdir: mkdtempSync(join(scratch, 'out-')) });
    const stack = new Stack(app, 'Trial');
    new ServiceFunction(stack, 'ListProcedures', { entry, environment: {} });
    const [code] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    return code?.['Properties'].Code.S3Key;
  };

  it('is part of the code: the same function with other procedures is another asset, also within one process', () => {
    const own = codeWith({});
    expect(own).toMatch(/^[0-9a-f]{64}\.zip$/);
    expect(codeWith({ procedures: scratch })).not.toBe(own);
    expect(codeWith({ procedures: 'catalogue/procedures' })).toBe(own);
  });

  it('must be there', () => {
    expect(() => codeWith({ procedures: join(scratch, 'nowhere') })).toThrow('nowhere');
  });
});
