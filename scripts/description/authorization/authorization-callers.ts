import type { Audience } from '../../../functions/platform/caller.ts';

/** What the gateway itself answers to a token that it does not take. */
type GatewayRefusal = '401 Unauthorized' | '403 Forbidden';

/** Somebody who calls a route. */
export type AuthorizationCaller = {
  /** How the tables name it. */
  readonly title: string;
  readonly who: string;
  /** The token is no good to the gateway, on whatever route that asks for one; it is that of somebody who would be let in otherwise. */
  readonly refusal?: GatewayRefusal;
  /** Whose token it is. */
  readonly audience?: Exclude<Audience, 'public'>;
  /** Whether the dossier, or its task, is the caller's own to see. */
  readonly isConcerned?: boolean;
  /** Of staff: whether the caller's office leads that of the dossier, and sees how it works. */
  readonly leads?: boolean;
  /** Of staff: whether the caller has a role that the route asks for. */
  readonly hasRole?: boolean;
  /** Of staff whose roles are the same whatever the route asks for. */
  readonly roles?: readonly string[];
  /** Of systems: whether it is the dossier's cell, or another. */
  readonly cell?: 'own' | 'other';
};

/** Everybody who tries every route. */
export const authorizationCallers = {
  nobody: { title: 'nobody', who: 'a request without a token', refusal: '401 Unauthorized' },
  forged: { title: 'forged', who: "a token that says the right things and is signed by somebody else's key", refusal: '401 Unauthorized' },
  expired: { title: 'expired', who: 'a token of the issuer whose hour is over', refusal: '401 Unauthorized' },
  otherAudience: {
    title: 'other audience',
    who: "a token of the issuer with the route's scope and another audience",
    refusal: '401 Unauthorized',
  },
  withoutScope: {
    title: 'without scope',
    who: "a token of the issuer with the route's audience and without its scope",
    refusal: '403 Forbidden',
  },
  owner: { title: 'owner', who: 'the citizen whose dossier it is', audience: 'citizen', isConcerned: true },
  otherCitizen: { title: 'other citizen', who: 'another citizen', audience: 'citizen' },
  officer: {
    title: 'officer',
    who: "an officer of the dossier's office with a role that the route asks for",
    audience: 'staff',
    isConcerned: true,
    hasRole: true,
  },
  officerElsewhere: { title: 'officer elsewhere', who: 'the same roles at another office', audience: 'staff', hasRole: true },
  officerWithoutRole: {
    title: 'officer without role',
    who: "an officer of the dossier's office with every role that the route does not ask for",
    audience: 'staff',
    isConcerned: true,
  },
  leader: { title: 'leader', who: 'a leader of the province, at another office', audience: 'staff', roles: ['leader'], leads: true },
  agency: { title: 'agency', who: 'the system of the agency that is asked', audience: 'agency', isConcerned: true },
  otherAgency: { title: 'other agency', who: 'the system of an agency that is asked something else', audience: 'agency' },
  cell: { title: 'cell', who: 'the client of the cell itself', audience: 'agency', cell: 'own' },
  otherCell: { title: 'other cell', who: "another province's cell", audience: 'agency', cell: 'other' },
} as const satisfies Record<string, AuthorizationCaller>;

export type CallerId = keyof typeof authorizationCallers;
