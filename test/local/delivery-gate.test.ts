import { expect, it } from 'vitest';
import { createDeliveryGate } from '../../local/delivery-gate.ts';
import type { InvokeResult } from '../../local/invoke.ts';

const ARN = 'arn:aws:lambda:ap-southeast-1:000000000000:function:publish';
const answered = (payload: unknown): InvokeResult => ({ ok: true, payload });

/** A gate before functions that answer with what they are given. */
const openGate = () => {
  const given: unknown[] = [];
  const gate = createDeliveryGate(async (_arn, event) => {
    given.push(event);
    return answered(event);
  });
  return { gate, given };
};

it('passes what nobody stands before', async () => {
  const { gate, given } = openGate();
  gate.before(`${ARN}-other`, async () => answered('kept'));
  expect(await gate.invoke(ARN, 'event')).toEqual(answered('event'));
  expect(given).toEqual(['event']);
});

it('lets a hook pass an event on twice, changed, or not at all, till the hook is taken away', async () => {
  const { gate, given } = openGate();
  const end = gate.before(ARN, async (event, pass) => {
    if (event === 'lost') return answered('done');
    await pass(event);
    return pass(`${event} again`);
  });
  expect(await gate.invoke(ARN, 'event')).toEqual(answered('event again'));
  expect(await gate.invoke(ARN, 'lost')).toEqual(answered('done'));
  expect(await gate.direct(ARN, 'direct')).toEqual(answered('direct'));
  end();
  expect(await gate.invoke(ARN, 'later')).toEqual(answered('later'));
  expect(given).toEqual(['event', 'event again', 'direct', 'later']);
});

it('knows a function by its name as well, and asks the newest hook first', async () => {
  const { gate, given } = openGate();
  gate.before(ARN, (event, pass) => pass(`${event} 1`));
  gate.before('publish', (event, pass) => pass(`${event} 2`));
  await gate.invoke('publish:live', 'event');
  expect(given).toEqual(['event 2 1']);
});

it('cannot reach a function when a hook throws', async () => {
  const { gate, given } = openGate();
  gate.before(ARN, async () => {
    throw new Error('disabled');
  });
  await expect(gate.invoke(ARN, 'event')).rejects.toThrow('disabled');
  expect(given).toEqual([]);
});
