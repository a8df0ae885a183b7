import type { DeployedResource } from './assembly/deployed-resource.ts';
import { stateMachineDefinition } from './assembly/state-machine-definition.ts';
import { type AwsJsonService, serveAwsJson } from './aws-json.ts';
import { bindCells, ofType, openCells } from './cells.ts';
import { VirtualClock } from './clock.ts';
import { holdFolder } from './data-folder.ts';
import { createDeliveryGate, type DeliveryGate } from './delivery-gate.ts';
import { openDynamoEngine } from './dynamodb/engine.ts';
import { type DynamoProxy, openDynamoProxy } from './dynamodb/proxy.ts';
import { deployTables, TABLE_TYPES } from './dynamodb/tables.ts';
import { openEventSources, ownQueueUrls } from './event-sources.ts';
import { openEventBus } from './events/event-bus.ts';
import { openHttpApi } from './http/http-api.ts';
import { type Keys, openKeys } from './keys/keys.ts';
import { type Egress, openEgress } from './lambda/egress.ts';
import { openFunctions } from './lambda/functions.ts';
import { openLogGroups } from './lambda/log-groups.ts';
import { availablePorts, expectPortsFree } from './preferred-ports.ts';
import { openQueues, type Queues } from './queues/queues.ts';
import { type Ports, type Remembered, recall, remember } from './remembered.ts';
import { seedPopulation } from './seed-population.ts';
import { type IdentityProvider, openIdentityProvider } from './stand-ins/identity-provider/identity-provider.ts';
import { openPaymentGateway, type PaymentGateway } from './stand-ins/payment-gateway/payment-gateway.ts';
import { choosePersonas, type Personas } from './stand-ins/population/personas.ts';
import { generatePopulation } from './stand-ins/population/population.ts';
import { openStates, type States } from './states/open-states.ts';
import { openStorage } from './storage/storage.ts';

export type RuntimeOptions = {
  /** Folder of the synthesized cloud assembly. */
  readonly assembly: string;
  /** Everything that survives a restart. */
  readonly dataDir: string;
  /** The province whose cell runs beside the national one. */
  readonly province: string;
  /** Ports for a new data folder; 0 takes a free one. A known folder keeps its own. */
  readonly ports?: Ports;
  /** Size of the synthetic population. @default 10,000 */
  readonly people?: number;
  /** Warm workers at most; a journey uses some thirty functions, and each worker takes about 40 MB. @default 8 */
  readonly maxWarm?: number;
  /** Whether what the functions call goes through an egress, where each call can be seen and disturbed. @default false */
  readonly disturbable?: boolean;
  /** Remarks of the runtime itself. */
  readonly log: (line: string) => void;
};

/** Counts since the start. Units and requests are of all cells; see local/README.md for how each is counted. */
type RuntimeCounters = {
  readonly stateTransitions: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly apiRequests: Readonly<Record<string, number>>;
  readonly logBytes: number;
  /** The same by log group. */
  readonly logBytesByGroup: Readonly<Record<string, number>>;
};

export type Runtime = {
  readonly api: string;
  readonly nationalApi: string;
  readonly clock: VirtualClock;
  readonly identity: IdentityProvider;
  readonly gateway: PaymentGateway;
  readonly personas: Personas;
  readonly proxy: DynamoProxy;
  /** Before the functions that event sources and state machines call. */
  readonly deliveries: DeliveryGate;
  /** What the functions call; only where the options ask for it. */
  readonly egress: Egress | undefined;
  /** Ends idle environments of functions, by logical id, as Lambda may at any time. */
  coolDown(logicalIds: readonly string[]): void;
  readonly queues: Queues;
  readonly states: States;
  readonly resources: readonly DeployedResource[];
  /** `AWS_ENDPOINT_URL_<SERVICE>` of every service. */
  readonly endpoints: Readonly<Record<string, string>>;
  counters(): RuntimeCounters;
  /** Nothing is under way: no event, message or call that has not been handled. Timers of the future do not count. */
  idle(): Promise<boolean>;
  /** The same, but for messages in flight: one that a function failed on stays so until its time comes. */
  still(): Promise<boolean>;
  stop(): Promise<void>;
};

/** Systems that sign in with a secret of their own. */
const AGENCY_SYSTEMS = ['land', 'commune', 'police'];
const ANY_PORTS: Ports = { province: 0, national: 0, issuer: 0, gateway: 0 };
const POPULATION_SEED = 'mot-cua';
const DEFAULT_PEOPLE = 10_000;

const seedSecrets = (keys: Keys, province: string, { ownerKey, merchant, clients }: Remembered): void => {
  const ownerKeys = JSON.stringify({ current: { version: '1', key: ownerKey } });
  const client = `cell-${province}`;
  keys.seed(`motcua/${province}/owner-index-keys`, ownerKeys);
  keys.seed('motcua/national/owner-index-keys', ownerKeys);
  keys.seed(`motcua/${province}/merchant`, JSON.stringify(merchant));
  keys.seed(`motcua/${province}/national-client`, JSON.stringify({ clientId: client, clientSecret: clients[client] }));
};

const portOf = (address: string): number => Number(new URL(address).port);

/** Undoes what was opened, the newest first, whatever fails on the way. */
const closer = () => {
  const steps: (() => void | Promise<void>)[] = [];
  return {
    add: (step: () => void | Promise<void>) => void steps.unshift(step),
    close: async () => {
      for (const step of steps.splice(0)) await step();
    },
  };
};

/**
 * Boots the synthesized template of one province cell and the national cell on this machine. Resolves when both APIs serve.
 * @throws Error naming what the template has and this runtime does not implement; nothing is left running then
 */
export const bootRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const closing = closer();
  try {
    return await boot(options, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
};

const boot = async (options: RuntimeOptions, closing: ReturnType<typeof closer>): Promise<Runtime> => {
  const { assembly, dataDir, province, log, maxWarm, disturbable = false, people = DEFAULT_PEOPLE } = options;
  const folder = holdFolder(dataDir);
  closing.add(folder.release);
  // A new folder may choose; a known one keeps its ports.
  const ports = await availablePorts(options.ports ?? ANY_PORTS);
  let known = recall(dataDir, ports, [...AGENCY_SYSTEMS, `cell-${province}`]);
  if (known.province !== undefined && known.province !== province)
    throw new Error(`${dataDir} belongs to the cell of province ${known.province}: choose another folder with --data for ${province}`);
  await expectPortsFree(known.ports);
  const keep = (change: Partial<Remembered>) => {
    known = { ...known, ...change };
    remember(dataDir, known);
  };

  const clock = new VirtualClock(known.clockOffset);
  clock.onAdvance(() => keep({ clockOffset: clock.offset }));
  closing.add(() => clock.stop());

  const population = generatePopulation({ seed: POPULATION_SEED, provinceCode: province, people });
  const personas = choosePersonas(population);

  // Addresses first: the templates' parameters need them.
  const bound = await bindCells(known.ports);
  closing.add(async () => {
    await bound.province.stop();
    await bound.national.stop();
  });
  const identity = await openIdentityProvider({
    port: known.ports.issuer,
    clock,
    dataDir,
    personas: personas.all,
    agencyClients: Object.entries(known.clients).map(([clientId, secret]) => ({ clientId, secret })),
    redirectUris: [],
  });
  closing.add(() => identity.stop());
  const gateway = await openPaymentGateway({
    port: known.ports.gateway,
    clock,
    dataDir,
    ...known.merchant,
    notificationUrl: `${bound.province.url}/public/payments/vnpay/notification`,
  });
  closing.add(() => gateway.stop());
  const queues = await openQueues({ dataDir, clock });
  closing.add(() => queues.stop());

  const cells = openCells(assembly, province, bound, { issuer: identity.issuer, paymentPage: gateway.payUrl, sqs: queues.endpoint });
  const resources = [...cells.province.resources, ...cells.national.resources];

  const engine = await openDynamoEngine({ dataDir, onExit: (reason) => log(reason) });
  closing.add(() => engine.stop());
  if (engine.endedLeftover) log(`ended a DynamoDB engine that a killed run had left (pid ${engine.endedLeftover})`);
  await deployTables(engine.endpoint, ofType(resources, ...TABLE_TYPES));
  const proxy = await openDynamoProxy({ endpoint: engine.endpoint, database: engine.database, clock });
  closing.add(() => proxy.stop());

  const keys = openKeys({ dataDir, clock });
  keys.deploy(resources);
  seedSecrets(keys, province, known);

  const services: Record<string, AwsJsonService> = { ...keys.services };
  const aws = await serveAwsJson(services);
  closing.add(() => aws.stop());
  const storageOptions = { dataDir, clock, engineEndpoint: queues.endpoint, port: known.ports.storage ?? 0 };
  const storage = await openStorage({ ...storageOptions, putEvent: (event, cell) => void bus.put(event, cell) });
  closing.add(() => storage.stop());
  keep({
    province,
    ports: {
      province: portOf(bound.province.url),
      national: portOf(bound.national.url),
      issuer: portOf(identity.issuer),
      gateway: portOf(gateway.payUrl),
      storage: portOf(storage.endpoint),
    },
  });

  const endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: proxy.url,
    AWS_ENDPOINT_URL_SQS: queues.endpoint,
    AWS_ENDPOINT_URL_SNS: queues.endpoint,
    AWS_ENDPOINT_URL_S3: storage.endpoint,
    AWS_ENDPOINT_URL_SFN: aws.url,
    AWS_ENDPOINT_URL_KMS: aws.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    AWS_ENDPOINT_URL_SSM: aws.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: aws.url,
  };
  const logs = openLogGroups(`${dataDir}/logs`);
  closing.add(() => logs.stop());
  const deliver = (arn: string, body: string) => queues.send(arn, body);
  const egress = disturbable
    ? await openEgress({
        database: proxy.url,
        queues: queues.endpoint,
        storage: storage.endpoint,
        aws: aws.url,
        national: bound.national.url,
        issuer: identity.issuer,
      })
    : undefined;
  if (egress) closing.add(() => egress.stop());
  const functions = openFunctions({ clock, dataDir, endpoints, logs, deliver, log, egress, ...(maxWarm && { maxWarm }) });
  closing.add(() => functions.stop());
  functions.deploy(resources);
  const deliveries = createDeliveryGate(functions.invoke);

  const bus = openEventBus({ clock, dataDir, invokeAsync: functions.invokeAsync, sendToQueue: queues.send, log });
  bus.deploy(resources);
  closing.add(() => bus.stop());
  const states = await openStates({ dataDir, clock, invoke: deliveries.invoke, onStatusChange: (event) => void bus.put(event) });
  closing.add(() => states.stop());
  Object.assign(services, { AWSStepFunctions: states.service, AWSEvents: bus.service });
  states.deploy(
    ofType(resources, 'AWS::StepFunctions::StateMachine').map((machine) => ({
      arn: machine.physicalId,
      name: machine.attributes['Name'] ?? machine.logicalId,
      definition: stateMachineDefinition(machine),
    })),
  );
  await queues.deploy(resources);
  await storage.deploy(resources);

  const loader = ofType(cells.national.resources, 'AWS::Lambda::Function').find(({ logicalId }) => logicalId.startsWith('LoadRegistry'));
  const wanted = `${POPULATION_SEED}/${province}/${people}`;
  if (known.population !== wanted) {
    if (!loader) throw new Error('the national cell has no function LoadRegistry');
    const started = performance.now();
    const loaded = await seedPopulation(population, loader.attributes['Arn'] ?? '', functions.invoke);
    log(`loaded ${loaded} registry records of ${people} synthetic people in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    keep({ population: wanted });
  }

  // Everything is in place: what a killed run had under way goes on, then the doors open.
  await queues.releaseInFlight(ownQueueUrls(resources));
  const sources = await openEventSources({
    resources,
    dataDir,
    clock,
    invoke: deliveries.invoke,
    engineEndpoint: engine.endpoint,
    sqsEndpoint: queues.endpoint,
    onWrite: proxy.onWrite,
  });
  closing.add(() => sources.stop());
  await states.resume();
  functions.resume();
  bus.start();
  const apis = await Promise.all(
    [cells.province, cells.national].map((cell) => {
      const [api] = ofType(cell.resources, 'AWS::ApiGatewayV2::Api');
      if (!api) throw new Error(`${cell.stage} has no HTTP API`);
      return openHttpApi({
        api,
        resources: cell.resources,
        invoke: functions.invoke,
        clock,
        port: cell.api,
        log: (group, line) => logs.write(group, line),
      });
    }),
  );
  gateway.resume();
  const [provinceApi] = apis;

  const depthsOfOwnQueues = async () => {
    const depths = await queues.depths();
    return ownQueueUrls(resources).flatMap((url) => depths[url.slice(url.lastIndexOf('/') + 1)] ?? []);
  };
  const isStill = async (): Promise<boolean> => {
    const calls = functions.busy() + functions.pending() - functions.waiting();
    if (!sources.idle() || calls > 0 || bus.pending() > bus.waiting()) return false;
    return (await depthsOfOwnQueues()).every(({ visible }) => visible === 0);
  };

  return {
    api: bound.province.url,
    nationalApi: bound.national.url,
    clock,
    identity,
    gateway,
    personas,
    proxy,
    deliveries,
    egress,
    coolDown: functions.cool,
    queues,
    states,
    resources,
    endpoints,
    counters: () => {
      const { writeUnits, readUnits } = proxy.counters();
      return {
        stateTransitions: states.counters().stateTransitions,
        writeUnits,
        readUnits,
        apiRequests: provinceApi?.requests() ?? {},
        logBytes: logs.bytes(),
        logBytesByGroup: logs.bytesByGroup(),
      };
    },
    idle: async () => (await isStill()) && (await depthsOfOwnQueues()).every(({ inFlight }) => inFlight === 0),
    still: isStill,
    stop: () => closing.close(),
  };
};
