import { resolve } from 'node:path';
import { readFlags, refuseCommand } from './read-flags.ts';
import { recall } from './remembered.ts';
import { findRunning } from './running.ts';
import { signInAs, signInSystem } from './stand-ins/identity-provider/token-client.ts';

/* npm run -s token -- <persona> [--data DIR]: prints a bearer token of a runtime that is up. */
const USAGE = 'npm run -s token -- <persona> [--data DIR]';
const { values, positionals } = readFlags(USAGE, { data: { type: 'string', default: '.data' } }, { positionals: true });
if (positionals.length > 1) refuseCommand(`one persona at a time (${USAGE})`);

try {
  const dataDir = resolve(values.data);
  const { issuer, personas } = findRunning(dataDir);
  const [wanted = ''] = positionals;
  const persona = personas.find(({ id }) => id === wanted);
  const { clients } = recall(dataDir, { province: 0, national: 0, issuer: 0, gateway: 0 }, []);
  const secret = clients[wanted];
  if (persona) process.stdout.write(`${await signInAs(issuer, persona)}\n`);
  else if (secret) process.stdout.write(`${await signInSystem(issuer, { clientId: wanted, secret })}\n`);
  else
    throw new Error(`there is no persona "${wanted}"; there are ${[...personas.map(({ id }) => id), ...Object.keys(clients)].join(', ')}`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
