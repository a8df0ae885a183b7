import type { CfnParameter } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpNoneAuthorizer, type IHttpRouteAuthorizer, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
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
  /** Functions by who calls them; the one for unknown routes is in none. */
  readonly served: ReadonlyMap<Audience, readonly ServiceFunction<never>[]>;
  readonly accessLogs: LogGroup;
  readonly #served = new Map<Audience, ServiceFunction<never>[]>();
  readonly #authorizers: Readonly<Record<string, IHttpRouteAuthorizer>>;

  constructor(scope: Construct, id: string, props: CellApiProps) {
    super(scope, id);
    this.served = this.#served;
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

  /** Puts `fn` behind `route` (`POST /citizen/dossiers`); the audience's scope is demanded beside its token. */
  route(route: string, fn: ServiceFunction<never>): void {
    const [method = '', path = ''] = route.split(' ');
    const audience = audiences.find((one) => path.startsWith(`/${one}/`));
    const authorizer = audience === 'public' ? new HttpNoneAuthorizer() : this.#authorizers[audience ?? ''];
    if (!audience || !authorizer) throw new Error(`${route} belongs to no audience of this API`);
    this.#served.set(audience, [...(this.#served.get(audience) ?? []), fn]);
    const routes = this.api.addRoutes({
      path,
      methods: [method === 'GET' ? HttpMethod.GET : HttpMethod.POST],
      integration: new HttpLambdaIntegration(fn.node.id, fn.lambda),
      authorizer,
      ...(audience !== 'public' && { authorizationScopes: [audience] }),
    });
    if (audience === 'public')
      for (const one of routes)
        acknowledge(
          one,
          'AwsSolutions-APIG4',
          'public by the policy table: no personal data, or proven by a signature or a secret in the request',
        );
  }
}
