import { createServer } from 'node:net';
import type { Ports } from './remembered.ts';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** The wanted ports, each replaced by 0 (any free one) where another program has it. Only a new data folder may choose. */
export const availablePorts = async (wanted: Ports): Promise<Ports> => {
  const freeOrAny = async (port: number) => ((await isFree(port)) ? port : 0);
  return {
    province: await freeOrAny(wanted.province),
    national: await freeOrAny(wanted.national),
    issuer: await freeOrAny(wanted.issuer),
    gateway: await freeOrAny(wanted.gateway),
  };
};

/**
 * A known data folder keeps its ports, because addresses stand in tokens and links.
 * @throws Error naming the port that another program has taken
 */
export const expectPortsFree = async (ports: Ports): Promise<void> => {
  for (const [what, port] of Object.entries(ports))
    if (port !== 0 && !(await isFree(port)))
      throw new Error(
        `port ${port} (${what}) belongs to this data folder, but another program has taken it: end that program, or choose another folder with --data`,
      );
};
