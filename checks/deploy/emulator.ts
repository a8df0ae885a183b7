import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { endOf, type Server, startServer } from '../support/child-process.ts';
import { waitUntil } from '../support/wait-until.ts';

export const REGION = 'ap-southeast-1';
export const ACCOUNT = '000000000000';
/** The one access key of this emulator: its root, also when it enforces policies. */
export const ROOT_KEY = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

const project = resolve(import.meta.dirname, '../..');
const endsWithParent = join(project, 'checks/support/ends_with_parent.py');
const START_MS = 180_000;
/** On SIGTERM it writes its state at once; what still waits for something after that is killed. */
const GRACE_MS = 15_000;

export type EmulatorOptions = {
  readonly python: string;
  /** Its state, its log and its temporary files. */
  readonly folder: string;
  readonly port: number;
  /** Whether every call is held against the caller's policies. */
  readonly enforcePolicies: boolean;
};

export type Emulator = {
  readonly endpoint: string;
  /** Its own certificate (PEM file); this process trusts it already. */
  readonly certificate: string;
  stop(): Promise<void>;
};

/** A port of 127.0.0.1 that nobody has now. The emulator keeps it over its restarts: addresses in the template name it. */
export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('there is no free port'))));
    });
  });

const isUp = async (endpoint: string, certificate: string, server: Server): Promise<true | undefined> => {
  if (!server.running()) return true;
  if (!existsSync(certificate)) return undefined;
  setDefaultCACertificates([...getCACertificates('bundled'), readFileSync(certificate, 'utf8')]);
  const answer = await fetch(`${endpoint}/_ministack/health`);
  await answer.text();
  return answer.ok ? true : undefined;
};

/**
 * Starts MiniStack on 127.0.0.1 with state that survives `stop`. It speaks TLS, as AWS does: the policies of queues, topic and
 * bucket refuse anything else. Its environment is its functions' environment too, so it is
 * given nothing but what stands here.
 * @throws Error with the end of its log when it does not come up
 */
export const startEmulator = async ({ python, folder, port, enforcePolicies }: EmulatorOptions): Promise<Emulator> => {
  const temporary = join(folder, 'tmp');
  for (const part of ['state', 'objects', 'tmp']) mkdirSync(join(folder, part), { recursive: true });
  const endpoint = `https://127.0.0.1:${port}`;
  const certificate = join(temporary, 'ministack-tls', 'server.crt');
  const logFile = join(folder, 'ministack.log');
  const server = startServer(
    {
      command: python,
      args: [endsWithParent, 'ministack'],
      cwd: folder,
      env: {
        // Node 24 first: it runs the functions.
        PATH: [join(project, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
        HOME: temporary,
        TMPDIR: temporary,
        LANG: 'C.UTF-8',
        BIND_HOST: '127.0.0.1',
        MINISTACK_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_REGION: REGION,
        MINISTACK_ACCOUNT_ID: ACCOUNT,
        AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
        PERSIST_STATE: '1',
        STATE_DIR: join(folder, 'state'),
        S3_PERSIST: '1',
        S3_DATA_DIR: join(folder, 'objects'),
        USE_SSL: '1',
        // Servers of services that are not used here; they would listen beyond the loopback.
        IOT_MTLS_ENABLED: '0',
        SFTP_ENABLED: '0',
        AUTH: String(enforcePolicies),
        // Which rights were used is read from its trail; only enforced calls come under the functions' own keys.
        CLOUDTRAIL_RECORDING: enforcePolicies ? '1' : '0',
        CLOUDTRAIL_MAX_EVENTS: '100000',
      },
    },
    logFile,
  );
  try {
    await waitUntil('the emulator', START_MS, () => isUp(endpoint, certificate, server));
    if (!server.running()) throw new Error('the emulator ended');
  } catch (error) {
    await server.stop(0);
    throw new Error(`${error instanceof Error ? error.message : String(error)}:\n${endOf(logFile, 20)}`);
  }
  return { endpoint, certificate, stop: () => server.stop(GRACE_MS) };
};
