import { runCheck } from '../support/run-check.ts';
import { checkDeployment } from './check.ts';

/*
 * npm run check:deploy
 * Deploys the templates of one province and of the national cell with the CDK's command line to an emulator of AWS that nobody
 * here wrote, and drives the end-to-end journeys against it; then once more with every role's policies enforced (README.md).
 */
const PROVINCE = '42';

await runCheck({ name: 'check-deploy', minutes: 20, check: (report, folder) => checkDeployment({ folder, province: PROVINCE, report }) });
