import { namedOffice, officeByCode } from './offices.ts';

export type NewOffice =
  | { readonly kind: 'fit'; readonly agency: string; readonly office: string }
  | { readonly kind: 'unfit'; readonly detail: string };

const unfit = (detail: string): NewOffice => ({ kind: 'unfit', detail });

/** An office that the catalogue has dropped meanwhile may still hand over what it has. */
const cellPart = (code: string): string | undefined => code.split('.')[1];

/**
 * The office that takes over what the office `from` has: another one of the same cell that decides or advises. With `sameKind` it must be
 * one of the same kind, because a decision stays with the agency that the law names.
 */
export const newOffice = (from: string, to: string, { sameKind }: { readonly sameKind: boolean }): NewOffice => {
  const known = namedOffice(to);
  const agency = officeByCode(to)?.agency;
  if (!known || !agency) return unfit('There is no such office.');
  if (cellPart(to) !== cellPart(from)) return unfit('The office belongs to another cell.');
  if (to === from) return unfit('The office has it already.');
  if (known.kind === 'one-stop') return unfit('A one-stop takes dossiers in and decides nothing.');
  if (sameKind && known.kind !== namedOffice(from)?.kind) return unfit('The office is of another kind.');
  return { kind: 'fit', agency, office: to };
};
