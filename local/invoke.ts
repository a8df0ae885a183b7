/** What a function call ended in. `errorType` is the name that Lambda reports (`Error`, `Sandbox.Timedout`, `Runtime.ExitError`, …). */
export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] };

/** Calls a function synchronously by its ARN (a version or alias suffix is ignored). Rejects only when no such function exists. */
export type InvokeFunction = (functionArn: string, event: unknown) => Promise<InvokeResult>;
