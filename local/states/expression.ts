import jsonata from 'jsonata';
import { refusedUses, type StatesField } from './expression-rules.ts';
import { isRecord, type Json } from './json.ts';
import { stepFunctionsExtras } from './jsonata-functions.ts';
import { evaluationFailure } from './state-failure.ts';

/** What an expression can read: `$states`, the variables in scope, and the time for `$now` and `$millis`. */
export type Bindings = {
  readonly states: { readonly [field: string]: Json };
  readonly variables: { readonly [name: string]: Json };
  /** Epoch milliseconds. */
  readonly now: number;
};

/** Evaluates one expression; `location` names its field in errors. Throws StateFailure `States.QueryEvaluationError`. */
export type Evaluate = (bindings: Bindings, location: string) => Promise<Json>;

/** An expression that never ends must not stop the whole runtime. */
const MOST_STEPS = 1_000_000;
const DEEPEST = 3000;

/** What $now(picture, zone) means, without the machine's clock. */
const FORMAT = jsonata('$fromMillis($now, $picture, $zone)');

/** Has a space, so that no expression can name it. */
const METER = 'evaluation meter';

type Meter = { steps: number; depth: number; readonly time: Date };
type Frame = { lookup(name: string): unknown };

const isMeter = (value: unknown): value is Meter => isRecord(value) && 'steps' in value && 'depth' in value;

const watch = (expression: jsonata.Expression): void => {
  const meterOf = (frame: Frame): Meter | undefined => {
    const meter = frame.lookup(METER);
    return isMeter(meter) ? meter : undefined;
  };
  const enter = (_node: unknown, _input: unknown, frame: Frame) => {
    const meter = meterOf(frame);
    if (!meter) return;
    // The first frame is the one that others inherit from: $toMillis and $fromMillis take "today" from it.
    if (meter.steps === 0) Object.assign(frame, { timestamp: meter.time });
    meter.steps += 1;
    meter.depth += 1;
    if (meter.steps > MOST_STEPS || meter.depth > DEEPEST) throw new RangeError('the expression does not end, or goes too deep');
  };
  const leave = (_node: unknown, _input: unknown, frame: Frame) => {
    const meter = meterOf(frame);
    if (meter) meter.depth -= 1;
  };
  // The published types know only string names; the engine looks these two up by symbol.
  Reflect.apply(expression.assign, expression, [Symbol.for('jsonata.__evaluate_entry'), enter]);
  Reflect.apply(expression.assign, expression, [Symbol.for('jsonata.__evaluate_exit'), leave]);
};

const plain = (value: unknown): Json | undefined => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  if (!isRecord(value) || '_jsonata_lambda' in value || '_jsonata_function' in value) throw new TypeError('the result is not JSON');
  const entries = Object.entries(value).map(([key, item]) => [key, plain(item)] as const);
  return Object.fromEntries(entries.flatMap(([key, item]) => (item === undefined ? [] : [[key, item]])));
};

const messageOf = (error: unknown): string => (isRecord(error) && typeof error['message'] === 'string' ? error['message'] : String(error));

/**
 * Compiles the JSONata between `{%` and `%}`.
 * @param refuse is told what is wrong or not available in this field
 */
export const compileExpression = (source: string, readable: ReadonlySet<StatesField>, refuse: (reason: string) => void): Evaluate => {
  let expression: jsonata.Expression;
  try {
    expression = jsonata(source);
  } catch (error) {
    refuse(`not valid JSONata: ${messageOf(error)}`);
    return async () => null;
  }
  for (const reason of refusedUses(expression.ast(), readable)) refuse(reason);
  watch(expression);

  return async ({ states, variables, now }, location) => {
    const time = new Date(now);
    const nowText = (picture?: unknown, zone?: unknown) => FORMAT.evaluate(undefined, { now, picture, zone });
    const meter: Meter = { steps: 0, depth: 0, time };
    let value: Json | undefined;
    try {
      value = plain(
        await expression.evaluate(undefined, {
          ...stepFunctionsExtras,
          now: nowText,
          millis: () => now,
          ...variables,
          states,
          [METER]: meter,
        }),
      );
    } catch (error) {
      throw evaluationFailure(location, `The expression '${source}' in the field '${location}' failed: ${messageOf(error)}`);
    }
    if (value === undefined)
      throw evaluationFailure(location, `The expression '${source}' in the field '${location}' gave nothing (undefined)`);
    return value;
  };
};
