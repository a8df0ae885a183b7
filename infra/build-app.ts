import { App, cx_api as cxapi, Stage, Tags } from 'aws-cdk-lib';
import { AgenciesStack } from './agencies-stack.ts';
import { alarmOperators } from './alarm-operators.ts';
import { cellConfig, chosenProvinces } from './config.ts';
import { checkWithNag } from './nag.ts';
import { NationalServiceStack, NationalStateStack } from './national-stacks.ts';
import { RecordsStack } from './records-stack.ts';
import { ServiceStack } from './service-stack.ts';
import { StateStack } from './state-stack.ts';
import { validateTemplates } from './template-validation.ts';

/** Builds the app: one stage per chosen province and the national one. Deploy with `cdk deploy 'Province42/*'` or `'National/*'`. */
export const buildApp = (options: { readonly context?: Readonly<Record<string, unknown>>; readonly outdir?: string } = {}): App => {
  const app = new App({ outdir: process.env['CDK_OUTDIR'] ?? options.outdir ?? 'cdk.out', context: { ...options.context } });
  const chosen = chosenProvinces(String(app.node.tryGetContext('province') ?? '42'));
  // Where in the code each resource was made is noted for people, who look at one cell: not 34 times over.
  if (chosen.length > 1) app.node.setContext(cxapi.DISABLE_METADATA_STACK_TRACE, true);
  const env = ({ account, region }: { account: string | null; region: string | null }) => ({
    ...(account && { account }),
    ...(region && { region }),
  });

  for (const { code } of chosen) {
    const config = cellConfig(code);
    const stage = new Stage(app, `Province${code}`, { env: env(config) });
    const state = new StateStack(stage, 'State', { cell: code });
    const service = new ServiceStack(stage, 'Service', { cell: code, config, state });
    new RecordsStack(stage, 'Records', { cell: service.cell, config });
    new AgenciesStack(stage, 'Agencies', { cell: code, config, state });
    alarmOperators(stage);
    Tags.of(stage).add('motcua:cell', code);
  }
  const config = cellConfig('national');
  const national = new Stage(app, 'National', { env: env(config) });
  const state = new NationalStateStack(national, 'State', {});
  new NationalServiceStack(national, 'Service', { config, state });
  alarmOperators(national);
  Tags.of(national).add('motcua:cell', 'national');
  checkWithNag(app);
  validateTemplates(app);
  return app;
};
