import { PageQuery } from '../ledger/cursor.ts';
import { httpContract } from '../platform/http-contract.ts';
import { OfficeCode } from '../procedure/office-code.ts';
import { BookPage, Day } from './tracking-book.ts';

export const readTrackingBookContract = httpContract({
  operation: 'readTrackingBook',
  summary: 'Read the tracking book of an office: what it accepted on one day',
  query: PageQuery.extend({ office: OfficeCode, day: Day.describe("A day in Vietnam's time") }),
  answers: {
    200: {
      description: 'One page; `cursor` is there when more follow. Owners can see that their dossier was read.',
      schema: BookPage,
    },
  },
  problems: ['role-missing', 'office-not-found'],
});
