import { describe, expect, it } from 'vitest';
import { nationalPolicy, type OperationId, policy } from '../../functions/api/policy.ts';
import { authorizationCallers, type CallerId } from '../../scripts/description/authorization/authorization-callers.ts';
import { authorizationPage } from '../../scripts/description/authorization/authorization-page.ts';
import { refusalOf, subjects } from '../../scripts/description/authorization/authorization-rules.ts';

const callers = Object.keys(authorizationCallers) as CallerId[];
const letIn = (operation: OperationId) => callers.filter((caller) => !refusalOf(operation, caller));

describe('who may call what', () => {
  it('is said of every route of both policy tables, and of no other', () => {
    expect(Object.keys(subjects).sort()).toEqual([...Object.keys(policy), ...Object.keys(nationalPolicy)].sort());
  });

  it.each([
    ['readOwnDossier', ['owner']],
    ['listOwnDossiers', ['owner', 'otherCitizen']],
    ['acceptDossier', ['officer']],
    ['decideTask', ['officer']],
    ['listInbox', ['officer', 'officerElsewhere', 'leader']],
    ['answerTask', ['agency']],
    ['lookUp', ['cell', 'otherCell']],
    ['storeEDocument', ['cell']],
    ['trackDossier', callers],
  ] as const)('is: %s by %s', (operation, expected) => {
    expect(letIn(operation)).toEqual(expected);
  });

  it('is on the page with a line for every route, and with every caller', () => {
    const page = authorizationPage();
    for (const { method, path } of Object.values({ ...policy, ...nationalPolicy })) expect(page).toContain(`\`${method} ${path}\``);
    for (const { title, who } of Object.values(authorizationCallers)) expect(page).toContain(`| ${title} | ${who} |`);
  });
});
