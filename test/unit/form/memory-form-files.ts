import type { FormFiles } from '../../../functions/form/form-files.ts';

/** Files in memory, stored once each. */
export const memoryFormFiles = (clock: { now(): Date }): FormFiles & { readonly stored: ReadonlyMap<string, Uint8Array> } => {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    createOnce: async (key, bytes) => void (stored.has(key) || stored.set(key, bytes)),
    read: async (key) => stored.get(key),
    exists: async (key) => stored.has(key),
    readLink: async (key, fileName) => ({
      url: `https://files.example/${key}?get=${fileName}`,
      expiresAt: new Date(clock.now().getTime() + 300_000),
    }),
  };
};
