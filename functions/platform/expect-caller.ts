import type { AgencySystem, Caller, Citizen, Staff } from './caller.ts';

/*
 * A route's audience follows from its path, so a handler knows which caller it has; these say so to the compiler. Another
 * caller is a defect of the policy table, never an outcome.
 */
const expected = (audience: string, caller: Caller): Error => new Error(`a ${audience} was expected, not ${caller.audience}`);

export const expectCitizen = (caller: Caller): Citizen => {
  if (caller.audience !== 'citizen') throw expected('citizen', caller);
  return caller;
};

export const expectStaff = (caller: Caller): Staff => {
  if (caller.audience !== 'staff') throw expected('staff', caller);
  return caller;
};

export const expectAgency = (caller: Caller): AgencySystem => {
  if (caller.audience !== 'agency') throw expected('agency', caller);
  return caller;
};
