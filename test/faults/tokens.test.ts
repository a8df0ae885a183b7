import { afterEach, describe, expect, it } from 'vitest';
import { expectTableWhole } from '../support/place/expect-table-whole.ts';
import { usePlace } from '../support/place/test-place.ts';
import { lostAndAbandoned } from './tokens/lost.ts';
import { meetInEveryOrder } from './tokens/orders.ts';
import { strangeTokens } from './tokens/strange.ts';

describe('a task token', () => {
  const here = usePlace();
  afterEach(async () => {
    expect(await here().inspection.deadLetters()).toEqual({});
  });

  meetInEveryOrder(here);
  strangeTokens(here);
  lostAndAbandoned(here);

  it('leaves a table that nowhere contradicts itself', async () => {
    await expectTableWhole(here());
  });
});
