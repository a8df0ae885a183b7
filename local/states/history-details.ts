import type { Json } from './json.ts';
import type { TaskState } from './machine.ts';

const COMPLETE = { truncated: false };

export const enteredDetails = (name: string, input: Json) => ({
  stateEnteredEventDetails: { name, input: JSON.stringify(input), inputDetails: COMPLETE },
});

export const exitedDetails = (name: string, output: Json, assigned: Readonly<Record<string, Json>>) => ({
  stateExitedEventDetails: {
    name,
    output: JSON.stringify(output),
    outputDetails: COMPLETE,
    ...(Object.keys(assigned).length > 0 && {
      assignedVariables: Object.fromEntries(Object.entries(assigned).map(([variable, value]) => [variable, JSON.stringify(value)])),
      assignedVariablesDetails: COMPLETE,
    }),
  },
});

export const outputDetails = (output: string) => ({ output, outputDetails: COMPLETE });

export const inputDetails = (input: string) => ({ input, inputDetails: COMPLETE });

/** How events name the resource of a Task. */
export const resourceDetails = (state: TaskState) => ({
  resourceType: 'lambda',
  resource: state.waitsForToken ? 'invoke.waitForTaskToken' : 'invoke',
});

/** Error and cause, without members that are not there (a Fail state or a caller may name no error). */
export const failureDetails = ({ error, cause }: { readonly error?: string | undefined; readonly cause?: string | undefined }) => ({
  ...(error && { error }),
  ...(cause !== undefined && { cause }),
});
