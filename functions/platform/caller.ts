/** Who calls, as the gateway's authorizer has verified it. Names of claims come from configuration. */
export type Citizen = {
  readonly audience: 'citizen';
  readonly sub: string;
  readonly pin: string;
  readonly name: string;
  readonly level: number;
};
export type Staff = { readonly audience: 'staff'; readonly sub: string; readonly office: string; readonly roles: readonly string[] };
export type AgencySystem = { readonly audience: 'agency'; readonly system: string };
type Anyone = { readonly audience: 'public' };
export type Caller = Citizen | Staff | AgencySystem | Anyone;
export type Audience = Caller['audience'];

/** Claim names of the issuers: which claim holds the personal number, the name, the assurance level, the office, the roles. */
export type ClaimNames = {
  readonly citizen: { readonly sub: string; readonly pin: string; readonly name: string; readonly level: string };
  readonly staff: { readonly sub: string; readonly office: string; readonly roles: string };
  readonly agency: { readonly system: string };
};

export const defaultClaimNames: ClaimNames = {
  citizen: { sub: 'sub', pin: 'pin', name: 'name', level: 'acr' },
  staff: { sub: 'sub', office: 'office', roles: 'roles' },
  agency: { system: 'client_id' },
};

type Claims = Readonly<Record<string, unknown>>;

const text = (claims: Claims, name: string): string => {
  const value = claims[name];
  return typeof value === 'string' ? value : '';
};

/** API Gateway hands a list claim over as text: `[intake approver]`. */
const list = (claims: Claims, name: string): string[] => {
  const value = claims[name];
  if (Array.isArray(value)) return value.map(String);
  return text(claims, name)
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter(Boolean);
};

/** The caller of a route of `audience`, or undefined when a claim that the audience needs is missing. */
export const readCaller = (audience: Audience, claims: Claims, names: ClaimNames): Caller | undefined => {
  switch (audience) {
    case 'public':
      return { audience };
    case 'citizen': {
      const { sub, pin, name, level } = names.citizen;
      const caller = {
        audience,
        sub: text(claims, sub),
        pin: text(claims, pin),
        name: text(claims, name),
        level: Number(text(claims, level)),
      };
      return caller.sub && caller.name.trim() && /^\d{12}$/.test(caller.pin) && Number.isInteger(caller.level) ? caller : undefined;
    }
    case 'staff': {
      const { sub, office, roles } = names.staff;
      const caller = { audience, sub: text(claims, sub), office: text(claims, office), roles: list(claims, roles) };
      return caller.sub && caller.office ? caller : undefined;
    }
    case 'agency': {
      const system = text(claims, names.agency.system);
      return system ? { audience, system } : undefined;
    }
  }
};
