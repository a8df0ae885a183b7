import * as z from 'zod';
import type { AwsCalls } from './aws-call.ts';

const IAM_VERSION = '2010-05-08';

const Texts = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const Document = z.looseObject({ Statement: z.array(z.looseObject({ Action: Texts, Resource: Texts })) });
type PolicyDocument = z.infer<typeof Document>;

/** An inline policy of a role. */
export type RolePolicy = { readonly role: string; readonly name: string; readonly document: PolicyDocument };

const valuesOf = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value = '']) => value);

/** The inline policies of roles, as IAM holds them. */
export const rolePolicies = (calls: AwsCalls) => {
  const iam = (input: Readonly<Record<string, string>>) => calls.query('iam', IAM_VERSION, input);
  const of = async (role: string): Promise<RolePolicy[]> => {
    const names = valuesOf(await iam({ Action: 'ListRolePolicies', RoleName: role, MaxItems: '1000' }), 'member');
    return Promise.all(
      names.map(async (name) => {
        const xml = await iam({ Action: 'GetRolePolicy', RoleName: role, PolicyName: name });
        const [text = ''] = valuesOf(xml, 'PolicyDocument');
        return { role, name, document: Document.parse(JSON.parse(decodeURIComponent(text))) };
      }),
    );
  };
  return {
    of,
    put: async ({ role, name, document }: RolePolicy): Promise<void> => {
      await iam({ Action: 'PutRolePolicy', RoleName: role, PolicyName: name, PolicyDocument: JSON.stringify(document) });
    },
  };
};

type Statement = PolicyDocument['Statement'][number];

const withStatements = (policy: RolePolicy, change: (statement: Statement) => readonly Statement[]): RolePolicy => ({
  ...policy,
  document: { ...policy.document, Statement: policy.document.Statement.flatMap(change) },
});

/** Permits what anyone may do anyway: IAM takes no statement without an action, and no policy without a statement. */
const NOTHING = 'sts:GetCallerIdentity';

/** The policy without one action, in every statement that allows it. */
export const withoutAction = (policy: RolePolicy, action: string): RolePolicy =>
  withStatements(policy, (statement) => {
    const Action = statement.Action.filter((one) => one !== action);
    return [{ ...statement, Action: Action.length > 0 ? Action : [NOTHING] }];
  });

/** The policy with other names for some resources. */
export const withResources = (policy: RolePolicy, names: ReadonlyMap<string, string>): RolePolicy =>
  withStatements(policy, (statement) => [
    { ...statement, Resource: statement.Resource.map((resource) => names.get(resource) ?? resource) },
  ]);

/** The policy with `added` wherever it allows `action`, on the same resources. */
export const withActionBeside = (policy: RolePolicy, action: string, added: string): RolePolicy =>
  withStatements(policy, (statement) =>
    statement.Action.includes(action) ? [{ ...statement, Action: [...statement.Action, added] }] : [statement],
  );

/** The policy with `action` allowed on every resource, where it is allowed on some. */
export const withActionEverywhere = (policy: RolePolicy, action: string): RolePolicy =>
  withStatements(policy, (statement) =>
    statement.Action.includes(action) ? [statement, { ...statement, Action: [action], Resource: ['*'] }] : [statement],
  );
