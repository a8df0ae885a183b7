import { parentPort, workerData } from 'node:worker_threads';
import { installVirtualDate } from '../virtual-date.ts';
import type { EngineRequest, EngineResponse, EngineSettings } from './engine-messages.ts';
import { openFauxqsEngine } from './fauxqs-engine.ts';
import { installVirtualTimers } from './virtual-timers.ts';

/** Entry of the worker thread that the queue engine runs in. Date and timers are replaced before fauxqs is loaded. */
const settings: EngineSettings = workerData;
installVirtualDate(settings.clock);
const fireDueTimers = installVirtualTimers();

const port = parentPort;
if (!port) throw new Error('the queue engine runs in a worker thread only');

const answer = (response: EngineResponse) => port.postMessage(response);

const engine = await openFauxqsEngine(settings);

const run = (request: EngineRequest): unknown => {
  switch (request.kind) {
    case 'deploy':
      return engine.deploy(request.plan);
    case 'send':
      return engine.send(request);
    case 'depths':
      return engine.depths();
    case 'release':
      return engine.release(request.queueNames);
    case 'counters':
      return engine.counters;
    case 'advanced':
      fireDueTimers();
      return engine.processTimers();
    case 'stop':
      return engine.stop();
  }
};

port.on('message', async (request: EngineRequest) => {
  try {
    answer({ id: request.id, value: await run(request) });
    if (request.kind === 'stop') port.close();
  } catch (error) {
    answer({ id: request.id, error: error instanceof Error ? error.message : String(error) });
  }
});
answer({ id: 0, value: engine.port });
