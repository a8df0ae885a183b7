import { VirtualClock } from '../../../../local/clock.ts';
import { openPaymentGateway } from '../../../../local/stand-ins/payment-gateway/payment-gateway.ts';
import { secret } from './vectors.ts';

/** A gateway in a process of its own, to be killed: prints the address of its pay page. Arguments: data folder, notification URL. */
const [, , dataDir = '', notificationUrl = ''] = process.argv;
const gateway = await openPaymentGateway({
  port: 0,
  clock: new VirtualClock(),
  dataDir,
  tmnCode: 'DEMOTEST',
  secrets: [secret],
  notificationUrl,
});
console.log(gateway.payUrl);
