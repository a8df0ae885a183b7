import { type CfnParameter, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { ALARM_PERIOD, runbookAlarm } from './alarm.ts';
import { LOG_RETENTION, type ServiceFunction } from './service-function.ts';
import { sumOf } from './sum-of.ts';

const audiences = ['citizen', 'staff', 'agency', 'public'] as const;
type Audience = (typeof audiences)[number];

/** Functions by the audience that calls them. */
export type Served = ReadonlyMap<Audience, readonly ServiceFunction<never>[]>;

export type CellApiProps = {
  readonly issuers: Readonly<
    Partial<Record<Exclude<Audience, 'public'>, { readonly issuer: CfnParameter; readonly audience: CfnParameter }>>
  >;
  /** Answers every path that is no route, as a problem. */
  readonly unknownRoute: ServiceFunction<never>;
};

/** What the access log keeps of a call: no query string, no token, no address of the caller beyond the gateway's own metrics. */
const accessLog = JSON.stringify({
  id: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  ms: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
});

/** A cell's HTTP API: one JWT authorizer per audience prefix; the first segment of a path chooses it. */
export class CellApi extends Construct {
  readonly api: HttpApi;
  readonly accessLogs: LogGroup;
  readonly #served = new Map<Stack, Map<Audience, ServiceFunction<never>[]>>();
  /** One per function, however many routes it serves: a stack holds 500 resources at the most. */
  readonly #integrations = new Map<ServiceFunction<never>, HttpLambdaIntegration>();
  readonly #authorizers: Readonly<Record<string, IHttpRouteAuthorizer>>;

  constructor(scope: Construct, id: string, props: CellApiProps) {
    super(scope, id);
    this.accessLogs = new LogGroup(this, 'AccessLogs', { retention: LOG_RETENTION });
    this.#authorizers = Object.fromEntries(
      Object.entries(props.issuers).map(([audience, { issuer, audience: expected }]) => [
        audience,
        new HttpJwtAuthorizer(`${audience}Jwt`, issuer.valueAsString, { jwtAudience: [expected.valueAsString] }),
      ]),
    );
    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('UnknownRoute', props.unknownRoute.lambda),
    });
    acknowledge(this.api.node.findChild('DefaultRoute'), 'AwsSolutions-APIG4', 'answers 404 to whatever is no route; it reads nothing');
    this.api.addStage('DefaultStage', {
      stageName: '$default',
      autoDeploy: true,
      // The largest cell's peak: 50 dossiers a second, each with 17 requests and 20 looks of its owner (docs/performance.md).
      throttle: { rateLimit: 2000, burstLimit: 4000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLogs),
        format: AccessLogFormat.custom(accessLog),
      },
    });
    runbookAlarm(this, 'ServerErrors', {
      metric: sumOf([this.api.metricServerError({ period: ALARM_PERIOD, statistic: 'Sum' })], ALARM_PERIOD, 'Errors'),
      threshold: 5,
      effect: 'Citizens, officers or agency systems get errors from the API.',
      runbook: 'api-errors',
    });
  }

  /** Functions of one stack by who calls them; the one for unknown routes is in none. */
  servedFrom(stack: Stack): Served {
    return this.#served.get(stack) ?? new Map();
  }

  /**
   * Puts `fn` behind `route` (`POST /citizen/dossiers`); the audience's scope is demanded beside its token. The route belongs to the
   * function's own stack, which may be another one than the API's.
   */
  route(route: string, fn: ServiceFunction<never>): void {
    const [method = '', path = ''] = route.split(' ');
    const audience = audiences.find((one) => path.startsWith(`/${one}/`));
    const authorizer = audience === 'public' ? new HttpNoneAuthorizer() : this.#authorizers[audience ?? ''];
    if (!audience || !authorizer) throw new Error(`${route} belongs to no audience of this API`);
    this.#serve(audience, fn);
    const integration = this.#integrations.get(fn) ?? new HttpLambdaIntegration(fn.node.id, fn.lambda, { scopePermissionToRoute: false });
    this.#integrations.set(fn, integration);
    const made = new HttpRoute(this.#routesOf(Stack.of(fn)), `${method}${path}`, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(path, method === 'GET' ? HttpMethod.GET : HttpMethod.POST),
      integration,
      authorizer,
      ...(audience !== 'public' && { authorizationScopes: [audience] }),
    });
    if (audience === 'public')
      acknowledge(
        made,
        'AwsSolutions-APIG4',
        'public by the policy table: no personal data, or proven by a signature or a secret in the request',
      );
  }

  #serve(audience: Audience, fn: ServiceFunction<never>): void {
    const stack = Stack.of(fn);
    const served = this.#served.get(stack) ?? new Map<Audience, ServiceFunction<never>[]>();
    this.#served.set(stack, served);
    const functions = served.get(audience) ?? [];
    if (!functions.includes(fn)) served.set(audience, [...functions, fn]);
  }

  /** Where the routes to the functions of `stack` stand. */
  #routesOf(stack: Stack): Construct {
    if (stack === Stack.of(this)) return this.api;
    const child = stack.node.tryFindChild('Routes');
    return child instanceof Construct ? child : new Construct(stack, 'Routes');
  }
}
