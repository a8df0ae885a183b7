import type { DefinitionReader } from './definition-reader.ts';
import type { Catcher, Retrier } from './machine.ts';
import { RESERVED_ERROR_NAMES } from './state-failure.ts';

const LONGEST_SECONDS = 99_999_999;
const LONGEST_DELAY_SECONDS = 31_622_400;

const errorNames = (reader: DefinitionReader, isLast: boolean): string[] => {
  const value = reader.value('ErrorEquals');
  if (!Array.isArray(value) || value.length === 0 || !value.every((name) => typeof name === 'string')) {
    reader.refuse('ErrorEquals', 'must be a list of error names');
    return [];
  }
  const names = value.filter((name) => typeof name === 'string');
  for (const name of names) {
    if (name.startsWith('States.') && !RESERVED_ERROR_NAMES.has(name))
      reader.refuse('ErrorEquals', `${name} is not an error name of Step Functions`);
  }
  if (names.includes('States.ALL') && (names.length > 1 || !isLast))
    reader.refuse('ErrorEquals', 'States.ALL must stand alone and in the last entry');
  return names;
};

export const compileRetriers = (state: DefinitionReader): Retrier[] =>
  state.list('Retry').map((reader, index, all) => {
    const jitter = reader.text('JitterStrategy') ?? 'NONE';
    if (jitter !== 'NONE' && jitter !== 'FULL') reader.refuse('JitterStrategy', 'must be NONE or FULL');
    reader.value('Comment');
    const retrier = {
      errorEquals: errorNames(reader, index === all.length - 1),
      intervalSeconds: reader.number('IntervalSeconds', 1, LONGEST_SECONDS) ?? 1,
      backoffRate: reader.number('BackoffRate', 1, Number.MAX_SAFE_INTEGER, false) ?? 2,
      maxAttempts: reader.number('MaxAttempts', 0, LONGEST_SECONDS) ?? 3,
      maxDelaySeconds: reader.number('MaxDelaySeconds', 1, LONGEST_DELAY_SECONDS),
      fullJitter: jitter === 'FULL',
    };
    if (retrier.maxDelaySeconds !== undefined && retrier.maxDelaySeconds <= retrier.intervalSeconds) {
      reader.refuse('MaxDelaySeconds', 'must be greater than IntervalSeconds');
    }
    reader.done();
    return retrier;
  });

export const compileCatchers = (state: DefinitionReader): Catcher[] =>
  state.list('Catch').map((reader, index, all) => {
    reader.value('Comment');
    const next = reader.text('Next');
    if (next === undefined) reader.refuse('Next', 'is missing');
    const readable = new Set(['errorOutput'] as const);
    const catcher = {
      errorEquals: errorNames(reader, index === all.length - 1),
      next: next ?? '',
      assign: reader.assigns('Assign', readable),
      output: reader.template('Output', readable),
    };
    reader.done();
    return catcher;
  });
