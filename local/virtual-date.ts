/** The runtime's own Date, before any replacement. */
const MachineDate = Date;

/**
 * Replaces the global Date of this thread by one that adds the clock's offset, read from shared memory at each call.
 * Call it first thing in a worker. `timers: false` in Lambda workers: a retry back-off there waits in machine time.
 * @param shared the buffer of VirtualClock
 */
export const installVirtualDate = (shared: SharedArrayBuffer): void => {
  const offset = new Float64Array(shared);
  const now = () => MachineDate.now() + (offset[0] ?? 0);
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === globalThis.Date ? target : newTarget),
    apply: () => new MachineDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
};
