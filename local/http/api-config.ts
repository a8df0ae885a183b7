import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { isObject, type JsonObject, numberOf, objectOf, stringOf, stringsOf } from '../assembly/json.ts';
import { type CorsConfig, readCors } from './cors.ts';

export type JwtAuthorizerConfig = { readonly name: string; readonly issuer: string; readonly audiences: readonly string[] };

export type RouteConfig = {
  /** `GET /dossiers/{dossierId}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  /** Machine milliseconds that the function may take. */
  readonly timeoutMs: number;
  readonly authorizer: JwtAuthorizerConfig | undefined;
  /** A token needs one of them; empty asks for none. */
  readonly scopes: readonly string[];
};

type AccessLogConfig = { readonly group: string; readonly format: string };

/** One HTTP API of the template with all that belongs to it. */
export type ApiConfig = {
  readonly apiId: string;
  readonly name: string;
  readonly routes: readonly RouteConfig[];
  readonly cors: CorsConfig | undefined;
  readonly accessLog: AccessLogConfig | undefined;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
};

/** API Gateway's own limit. */
const LONGEST_INTEGRATION_MS = 30_000;

const DEFAULT_STAGE = '$default';

/** Properties of each type that are read or that change nothing here; throttling and metrics belong to the latter. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['CorsConfiguration', 'Description', 'IpAddressType', 'Name', 'ProtocolType', 'Tags', 'Version'],
  'AWS::ApiGatewayV2::Authorizer': ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'],
  'AWS::ApiGatewayV2::Integration': [
    'ApiId',
    'ConnectionType',
    'Description',
    'IntegrationMethod',
    'IntegrationType',
    'IntegrationUri',
    'PayloadFormatVersion',
    'TimeoutInMillis',
  ],
  'AWS::ApiGatewayV2::Route': ['ApiId', 'AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'OperationName', 'RouteKey', 'Target'],
  'AWS::ApiGatewayV2::Stage': [
    'AccessLogSettings',
    'ApiId',
    'AutoDeploy',
    'DefaultRouteSettings',
    'Description',
    'RouteSettings',
    'StageName',
    'StageVariables',
    'Tags',
  ],
};

/**
 * Reads one `AWS::ApiGatewayV2::Api` and its routes, integrations, authorizers and stage.
 * @throws Error naming the resource and what of it is not implemented
 */
export const readApiConfig = (api: DeployedResource, resources: readonly DeployedResource[]): ApiConfig => {
  const own = [api, ...resources.filter(({ type, properties }) => type in KNOWN && properties['ApiId'] === api.physicalId)];
  for (const resource of own) refuseUnknown(resource);
  const ofType = (type: string) => own.filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`);
  const [stage, ...otherStages] = ofType('Stage');
  if (!stage || otherStages.length > 0 || stage.physicalId !== DEFAULT_STAGE) {
    throw new Error(`API ${api.logicalId}: it must have the one stage ${DEFAULT_STAGE}`);
  }
  expectValue(api, 'ProtocolType', 'HTTP');
  const authorizers = new Map(ofType('Authorizer').map((resource) => [resource.physicalId, readAuthorizer(resource)]));
  const integrations = new Map(ofType('Integration').map((resource) => [`integrations/${resource.physicalId}`, readIntegration(resource)]));
  const variables = stage.properties['StageVariables'];
  const cors = api.properties['CorsConfiguration'];
  return {
    apiId: api.physicalId,
    name: api.logicalId,
    routes: ofType('Route').map((resource) => readRoute(resource, integrations, authorizers)),
    cors: cors === undefined ? undefined : readCors(objectOf(cors, `CorsConfiguration of ${api.logicalId}`)),
    accessLog: readAccessLog(stage),
    stageVariables: isObject(variables)
      ? Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
      : undefined,
  };
};

const refuseUnknown = ({ type, logicalId, properties }: DeployedResource): void => {
  for (const property of Object.keys(properties)) {
    if (!KNOWN[type]?.includes(property)) throw new Error(`${type} ${logicalId}: property ${property} is not implemented`);
  }
};

const expectValue = ({ type, logicalId, properties }: DeployedResource, property: string, expected: string): void => {
  if (properties[property] !== expected) {
    throw new Error(`${type} ${logicalId}: ${property} ${String(properties[property])} is not implemented, only ${expected}`);
  }
};

const readAuthorizer = (resource: DeployedResource): JwtAuthorizerConfig => {
  const { logicalId, properties } = resource;
  expectValue(resource, 'AuthorizerType', 'JWT');
  const sources = stringsOf(properties['IdentitySource'], `IdentitySource of ${logicalId}`);
  if (sources.length !== 1 || sources[0]?.toLowerCase() !== '$request.header.authorization') {
    throw new Error(
      `authorizer ${logicalId}: identity source ${sources.join(', ')} is not implemented, only $request.header.Authorization`,
    );
  }
  const jwt = objectOf(properties['JwtConfiguration'], `JwtConfiguration of ${logicalId}`);
  return {
    name: logicalId,
    issuer: stringOf(jwt['Issuer'], `issuer of ${logicalId}`),
    audiences: stringsOf(jwt['Audience'], `audience of ${logicalId}`),
  };
};

type IntegrationConfig = Pick<RouteConfig, 'functionArn' | 'timeoutMs'>;

const readIntegration = (resource: DeployedResource): IntegrationConfig => {
  const { logicalId, properties } = resource;
  expectValue(resource, 'IntegrationType', 'AWS_PROXY');
  expectValue(resource, 'PayloadFormatVersion', '2.0');
  const uri = stringOf(properties['IntegrationUri'], `IntegrationUri of ${logicalId}`);
  const functionArn = /arn:aws:lambda:[^/]+/.exec(uri)?.[0];
  if (!functionArn) throw new Error(`integration ${logicalId}: ${uri} is no function`);
  const timeout = numberOf(properties['TimeoutInMillis'] ?? LONGEST_INTEGRATION_MS, `TimeoutInMillis of ${logicalId}`);
  return { functionArn, timeoutMs: Math.min(timeout, LONGEST_INTEGRATION_MS) };
};

const readRoute = (
  resource: DeployedResource,
  integrations: ReadonlyMap<string, IntegrationConfig>,
  authorizers: ReadonlyMap<string, JwtAuthorizerConfig>,
): RouteConfig => {
  const { logicalId, properties } = resource;
  const integration = integrations.get(stringOf(properties['Target'], `target of ${logicalId}`));
  if (!integration) throw new Error(`route ${logicalId}: its target is no integration of the API`);
  const authorizationType = properties['AuthorizationType'] ?? 'NONE';
  if (authorizationType !== 'NONE') expectValue(resource, 'AuthorizationType', 'JWT');
  const authorizer = authorizationType === 'JWT' ? authorizers.get(String(properties['AuthorizerId'])) : undefined;
  if (authorizationType === 'JWT' && !authorizer) throw new Error(`route ${logicalId}: its authorizer is none of the API`);
  return {
    routeKey: stringOf(properties['RouteKey'], `RouteKey of ${logicalId}`),
    ...integration,
    authorizer,
    scopes: stringsOf(properties['AuthorizationScopes'], `AuthorizationScopes of ${logicalId}`),
  };
};

const readAccessLog = ({ logicalId, properties }: DeployedResource): AccessLogConfig | undefined => {
  const settings: JsonObject | undefined = isObject(properties['AccessLogSettings']) ? properties['AccessLogSettings'] : undefined;
  if (!settings) return undefined;
  const group = /:log-group:([^:]+)/.exec(stringOf(settings['DestinationArn'], `access log of ${logicalId}`))?.[1];
  if (!group) throw new Error(`stage ${logicalId}: access logs go to a log group only`);
  return { group, format: stringOf(settings['Format'], `access log format of ${logicalId}`) };
};
