/** What a citizen's access token says besides `sub`. `acr` is the level of the e-ID account, "1" or "2". */
export type CitizenClaims = { readonly pin: string; readonly name: string; readonly acr: '1' | '2' };

/** What a staff member's access token says besides `sub`. `office` is the unit that the member works for. */
type StaffClaims = { readonly office: string; readonly roles: readonly string[]; readonly name: string };

/** What a persona is for, in a few words. */
export type About = { readonly vi: string; readonly en: string };

/** A synthetic person whom the identity provider can sign in. `id` is what a human types (`citizen-renter`) and the token's `sub`. */
export type Persona =
  | { readonly id: string; readonly audience: 'citizen'; readonly about: About; readonly claims: CitizenClaims }
  | { readonly id: string; readonly audience: 'staff'; readonly about: About; readonly claims: StaffClaims };

/** An agency system or a cell that signs in with its own secret (client credentials). The client id is also the claim `agency`. */
export type AgencyClient = { readonly clientId: string; readonly secret: string };

const audiences = ['citizen', 'staff', 'agency'] as const;

/** An audience of access tokens; the scope of the same name is what its routes ask for. */
export type Audience = (typeof audiences)[number];

/**
 * The resource indicator of an audience. The protocol wants an absolute URI for it; the token's `aud` is the plain audience.
 */
export const resourceOf = (audience: Audience): string => `urn:mot-cua:${audience}`;

/** The audience whose resource indicator this is, if any. */
export const audienceOf = (resource: unknown): Audience | undefined => audiences.find((audience) => resourceOf(audience) === resource);
