/** Members of Arguments that are implemented for `lambda:invoke`; InvocationType only as RequestResponse. */
export const INVOKE_ARGUMENTS: ReadonlySet<string> = new Set(['FunctionName', 'Payload', 'InvocationType']);
