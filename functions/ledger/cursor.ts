import * as z from 'zod';

/** A cursor that no list of ours gave out. */
export class CursorInvalid extends Error {
  constructor() {
    super('not a cursor of this list');
    this.name = 'CursorInvalid';
  }
}

/** The query of a list: `cursor` is what the page before gave, to be sent back as it is. */
export const PageQuery = z.object({ cursor: z.string().max(1024).optional() });

/** A place in a list as opaque text. */
export const writeCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Reads a cursor back; undefined for none. @throws CursorInvalid */
export const readCursor = <Place>(schema: z.ZodType<Place>, cursor: string | undefined): Place | undefined => {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new CursorInvalid();
  }
};
