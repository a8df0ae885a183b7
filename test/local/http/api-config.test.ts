import { describe, expect, test } from 'vitest';
import { readApiConfig } from '../../../local/http/api-config.ts';
import { type ApiSpec, apiResources, resource } from './api-lab.ts';

const read = (spec: ApiSpec) => {
  const resources = apiResources(spec);
  return readApiConfig(resources[0], resources);
};
const routes = { 'GET /x': {} };

test('reads only what belongs to the API', () => {
  const [api, ...others] = apiResources({ routes });
  const foreign = resource('Route', 'Foreign', { ApiId: 'Another', RouteKey: 'GET /y', Target: 'integrations/None' });
  expect(readApiConfig(api, [...others, foreign])).toEqual({
    apiId: 'Api',
    name: 'Api',
    routes: [
      {
        routeKey: 'GET /x',
        functionArn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:Handler',
        timeoutMs: 30_000,
        authorizer: undefined,
        scopes: [],
      },
    ],
    cors: undefined,
    accessLog: undefined,
    stageVariables: undefined,
  });
});

test('takes the function out of an invocation address', () => {
  const uri =
    'arn:aws:apigateway:ap-southeast-1:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-southeast-1:000000000000:function:Other/invocations';
  expect(read({ routes, integration: { IntegrationUri: uri } }).routes[0]?.functionArn).toBe(
    'arn:aws:lambda:ap-southeast-1:000000000000:function:Other',
  );
});

describe('refuses by name', () => {
  const authorizer = (jwt: Record<string, unknown>) => ({ routes, authorizers: { Citizen: jwt } });
  test.each<[string, ApiSpec, RegExp]>([
    ['a WebSocket API', { routes, api: { ProtocolType: 'WEBSOCKET' } }, /Api: ProtocolType WEBSOCKET is not implemented/],
    ['an imported API', { routes, api: { Body: {} } }, /AWS::ApiGatewayV2::Api Api: property Body/],
    ['payload format 1.0', { routes, integration: { PayloadFormatVersion: '1.0' } }, /Integration: PayloadFormatVersion 1.0/],
    ['an HTTP integration', { routes, integration: { IntegrationType: 'HTTP_PROXY' } }, /Integration: IntegrationType HTTP_PROXY/],
    ['parameter mapping', { routes, integration: { RequestParameters: {} } }, /Integration: property RequestParameters/],
    [
      'an integration without a function',
      { routes, integration: { IntegrationUri: 'https://x' } },
      /integration Integration: https:\/\/x is no function/,
    ],
    ['another authorization', { routes: { 'GET /x': { AuthorizationType: 'AWS_IAM' } } }, /Route0: AuthorizationType AWS_IAM/],
    [
      'an unknown authorizer',
      { routes: { 'GET /x': { AuthorizationType: 'JWT', AuthorizerId: 'None' } } },
      /route Route0: its authorizer is none of the API/,
    ],
    ['an unknown integration', { routes: { 'GET /x': { Target: 'integrations/None' } } }, /route Route0: its target is no integration/],
    ['an authorizer without an issuer', authorizer({ Audience: [] }), /issuer of Citizen is not a string/],
    [
      'access logs to a stream',
      { routes, stage: { AccessLogSettings: { DestinationArn: 'arn:aws:firehose:x', Format: '' } } },
      /stage Stage: access logs go to a log group only/,
    ],
    ['a client certificate', { routes, stage: { ClientCertificateId: 'x' } }, /Stage: property ClientCertificateId/],
  ])('%s', (_what, spec, message) => {
    expect(() => read(spec)).toThrow(message);
  });

  test('an API without the default stage', () => {
    const [api, ...others] = apiResources({ routes });
    expect(() =>
      readApiConfig(
        api,
        others.filter(({ logicalId }) => logicalId !== 'Stage'),
      ),
    ).toThrow(/API Api: it must have the one stage \$default/);
  });

  test('an authorizer that looks elsewhere than at the authorization header', () => {
    const [api, ...others] = apiResources({ routes });
    const odd = resource('Authorizer', 'Odd', {
      ApiId: 'Api',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.querystring.token'],
      JwtConfiguration: {},
    });
    expect(() => readApiConfig(api, [...others, odd])).toThrow(
      /authorizer Odd: identity source \$request\.querystring\.token is not implemented/,
    );
  });
});
