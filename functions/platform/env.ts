import type * as z from 'zod';

/** Reads a function's environment once, at init; a missing or malformed variable stops the function with its name. */
export const readEnv = <Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv = process.env): z.infer<Schema> =>
  schema.parse(env);
