import { describe, it } from 'vitest';
import { expectTableWhole } from '../support/place/expect-table-whole.ts';
import { usePlace } from '../support/place/test-place.ts';
import { deliveredAgain } from './deliveries/again.ts';
import { deliveredOutOfOrder } from './deliveries/out-of-order.ts';

describe('deliveries', () => {
  const here = usePlace({ witness: true });
  const ended: string[] = [];

  deliveredOutOfOrder(here, ended);
  deliveredAgain(here, ended);

  it('leave a table that nowhere contradicts itself', async () => {
    await expectTableWhole(here());
  });
});
