import type { FunctionCall } from '../../../local/lambda/egress.ts';

/** The writes of DynamoDB. */
const WRITES = ['TransactWriteItems', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'].map((operation) => `DynamoDB.${operation}`);

export const isWrite = (name: string): boolean => WRITES.includes(name);

/** What an environment asks once and keeps: secrets, tokens, public keys. It makes what comes after it no other place. */
export const isKept = (name: string): boolean => /^(Secrets|issuer)\.|^KMS\.GetPublicKey$/.test(name);

/** A function's name without what the CDK adds to make it a logical id. */
export const functionName = ({ functionId }: { readonly functionId: string }): string => functionId.replace(/Function[0-9A-F]{8}$/, '');

/** The third and further of the same call in a row are rounds of a loop. */
const withoutRounds = (path: readonly string[]): string[] =>
  path.filter((name, index) => index < 2 || name !== path[index - 1] || name !== path[index - 2]);

/** Calls up to and with each transaction, and those after the last. */
const steps = (path: readonly string[]): string[] => {
  const all: string[][] = [[]];
  for (const name of path) {
    all.at(-1)?.push(name);
    if (name === 'DynamoDB.TransactWriteItems') all.push([]);
  }
  return all.filter(({ length }) => length > 0).map((step) => step.join(' > '));
};

/**
 * Where a function is when it makes a call: its name and the calls that led there. What repeats itself, in a loop or because a step
 * is decided anew, is the same place again.
 * @param counts which calls make a difference; without it, all
 */
export const placeInCode = (call: FunctionCall, counts: (name: string) => boolean = () => true): string => {
  const before = call.path.slice(0, -1).filter((name) => counts(name) && !isKept(name));
  const taken = steps(withoutRounds([...before, `${call.service}.${call.operation}`]));
  return `${functionName(call.invocation)}: ${taken.filter((step, index) => !taken[index - 1]?.endsWith(step)).join(' > ')}`;
};
