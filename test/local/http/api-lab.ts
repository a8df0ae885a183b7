import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { bindPort } from '../../../local/http/bound-port.ts';
import { type HttpApi, openHttpApi } from '../../../local/http/http-api.ts';
import type { InvokeResult } from '../../../local/invoke.ts';

export const resource = (type: string, logicalId: string, properties: Record<string, unknown>): DeployedResource => ({
  cell: 'Test',
  stack: 'Test-Service',
  logicalId,
  type: `AWS::ApiGatewayV2::${type}`,
  properties,
  physicalId: logicalId === 'Stage' ? '$default' : logicalId,
  attributes: {},
  dependsOn: [],
});

const FUNCTION_ARN = 'arn:aws:lambda:ap-southeast-1:000000000000:function:Handler';

export type ApiSpec = {
  /** Route keys with what their route resource has beside key, API and target. */
  readonly routes: Readonly<Record<string, Record<string, unknown>>>;
  readonly api?: Record<string, unknown>;
  readonly stage?: Record<string, unknown>;
  readonly integration?: Record<string, unknown>;
  readonly authorizers?: Readonly<Record<string, Record<string, unknown>>>;
};

/** The resources of one API whose routes all lead to one function. The first is the API itself. */
export const apiResources = ({
  routes,
  api = {},
  stage = {},
  integration = {},
  authorizers = {},
}: ApiSpec): [DeployedResource, ...DeployedResource[]] => [
  resource('Api', 'Api', { Name: 'Api', ProtocolType: 'HTTP', ...api }),
  resource('Stage', 'Stage', { ApiId: 'Api', StageName: '$default', AutoDeploy: true, ...stage }),
  resource('Integration', 'Integration', {
    ApiId: 'Api',
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: FUNCTION_ARN,
    PayloadFormatVersion: '2.0',
    ...integration,
  }),
  ...Object.entries(authorizers).map(([name, jwt]) =>
    resource('Authorizer', name, {
      ApiId: 'Api',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      Name: name,
      JwtConfiguration: jwt,
    }),
  ),
  ...Object.entries(routes).map(([routeKey, properties], index) =>
    resource('Route', `Route${index}`, { ApiId: 'Api', RouteKey: routeKey, Target: 'integrations/Integration', ...properties }),
  ),
];

type HandlerEvent = Record<string, unknown>;

export type ApiLab = {
  readonly api: HttpApi;
  readonly clock: VirtualClock;
  /** Events that the function got, newest last. */
  readonly events: HandlerEvent[];
  /** Whether each call was nested. */
  readonly nested: (boolean | undefined)[];
  readonly logged: [string, string][];
  /** What the function does from now on. */
  answer: (event: HandlerEvent) => InvokeResult | Promise<InvokeResult>;
  get(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
};

/** Serves an API whose function is `answer`, which at first says 200 with the text `ok`. */
export const openApiLab = async (spec: ApiSpec, clock = new VirtualClock()): Promise<ApiLab> => {
  const resources = apiResources(spec);
  const port = await bindPort();
  const events: HandlerEvent[] = [];
  const nested: (boolean | undefined)[] = [];
  const logged: [string, string][] = [];
  const lab: Omit<ApiLab, 'api' | 'get'> = {
    clock,
    events,
    nested,
    logged,
    answer: () => ({ ok: true, payload: { statusCode: 200, body: 'ok' } }),
    stop: async () => {
      await port.stop();
      clock.stop();
    },
  };
  try {
    const api = await openHttpApi({
      api: resources[0],
      resources,
      port,
      clock,
      log: (group, line) => logged.push([group, line]),
      invoke: async (functionArn, event, options) => {
        if (functionArn !== FUNCTION_ARN) throw new Error(`unexpected function ${functionArn}`);
        if (typeof event !== 'object' || event === null) throw new Error('the event is no object');
        events.push({ ...event });
        nested.push(options?.nested);
        return lab.answer({ ...event });
      },
    });
    return Object.assign(lab, { api, get: (path: string, init?: RequestInit) => fetch(`${api.url}${path}`, init) });
  } catch (error) {
    await lab.stop();
    throw error;
  }
};
