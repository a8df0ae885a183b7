import { SFNClient } from '@aws-sdk/client-sfn';
import type { FunctionStubs } from './function-stubs.ts';

/** A Step Functions engine that cases run on, reached as the SDK reaches AWS. */
export type Engine = {
  readonly name: 'ours' | 'moto';
  readonly sfn: SFNClient;
  readonly stubs: FunctionStubs;
  /** Gives the machine's ARN. Throws when the engine refuses the definition. */
  deploy(name: string, definition: string): Promise<string>;
  close(): Promise<void>;
};

export const REGION = 'ap-southeast-1';
export const ACCOUNT = '000000000000';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/states`;

export const clientFor = (endpoint: string): SFNClient =>
  new SFNClient({ endpoint, region: REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
