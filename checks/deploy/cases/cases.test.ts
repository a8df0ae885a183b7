import { readFileSync } from 'node:fs';
import { afterAll, describe } from 'vitest';
import { endings } from '../../../test/e2e/cases/endings.ts';
import { forms } from '../../../test/e2e/cases/forms.ts';
import { ownHouse } from '../../../test/e2e/cases/own-house.ts';
import { refusals } from '../../../test/e2e/cases/refusals.ts';
import { temporaryResidence } from '../../../test/e2e/cases/temporary-residence.ts';
import { DEPLOYED_FILE, Deployed } from './deployed.ts';
import { deployedPlace } from './deployed-place.ts';

/** The cases of test/e2e, against cells that were deployed by the CDK. */
describe('deployed cells', () => {
  const place = deployedPlace(Deployed.parse(JSON.parse(readFileSync(process.env[DEPLOYED_FILE] ?? '', 'utf8'))));
  afterAll(() => place.close());
  ownHouse(() => place);
  forms(() => place);
  temporaryResidence(() => place);
  refusals(() => place);
  endings(() => place);
});
