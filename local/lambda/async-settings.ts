import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { numberOf, objectOf, stringOf } from '../assembly/json.ts';
import type { AsyncSettings } from './async-calls.ts';

/** What one `AWS::Lambda::EventInvokeConfig` changes; its Qualifier is ignored, since a function has one version here. */
export const readAsyncSettings = ({
  logicalId,
  properties,
}: DeployedResource): { functionName: string; settings: Partial<AsyncSettings> } => {
  const where = `event invoke configuration ${logicalId}`;
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: destinations } = properties;
  const destination = (name: string): string | undefined => {
    const arn = objectOf(objectOf(destinations, `DestinationConfig of ${where}`)[name], `${name} of ${where}`)['Destination'];
    return arn === undefined ? undefined : stringOf(arn, `${name} of ${where}`);
  };
  return {
    functionName: stringOf(properties['FunctionName'], `FunctionName of ${where}`),
    settings: {
      ...(retries !== undefined && { retries: numberOf(retries, `MaximumRetryAttempts of ${where}`) }),
      ...(age !== undefined && { maxAgeMs: numberOf(age, `MaximumEventAgeInSeconds of ${where}`) * 1000 }),
      onSuccess: destination('OnSuccess'),
      onFailure: destination('OnFailure'),
    },
  };
};
