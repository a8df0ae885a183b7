import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/**
 * Accepts one finding of cdk-nag on a construct and its children, with the reason. It belongs beside the construct that has the
 * finding; there are none for the whole app, and one that accepts nothing any more fails a test.
 */
export const acknowledge = (construct: IConstruct, id: string, reason: string): void => {
  Validations.of(construct).acknowledge({ id, reason });
};

/** Runs AwsSolutions and Serverless rules at synthesis; any finding that is not acknowledged fails it. */
export const checkWithNag = (app: App): void => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
};
