/** One value for each period, the oldest first; `undefined` where nothing was measured. */
export type TimeSeries = readonly (number | undefined)[];

type Value = number | TimeSeries;

const isScalar = (value: Value): value is number => typeof value === 'number';

const apply = (operator: string, left: number, right: number): number | undefined => {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    default:
      throw new Error(`the operator ${operator} is not implemented`);
  }
};

/** Where one side has no value it counts as 0; where neither has, there is no value (User Guide, "Metric math syntax and functions"). */
const combine = (operator: string, left: Value, right: Value): Value => {
  if (isScalar(left) && isScalar(right)) return apply(operator, left, right) ?? Number.NaN;
  const length = isScalar(left) ? (isScalar(right) ? 0 : right.length) : left.length;
  return Array.from({ length }, (_, index) => {
    const [a, b] = [left, right].map((side) => (isScalar(side) ? side : side[index]));
    const measured = [left, right].some((side) => !isScalar(side) && side[index] !== undefined);
    return measured ? apply(operator, a ?? 0, b ?? 0) : undefined;
  });
};

/**
 * Works out a metric math expression: + - * / in their usual order, parentheses, numbers, ids, and FILL(series, number).
 * @throws Error for anything else, and for an id without a series
 */
export const metricMath = (expression: string, series: ReadonlyMap<string, TimeSeries>): TimeSeries => {
  const tokens = expression.match(/[A-Za-z]\w*|\d+(?:\.\d+)?|\S/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const expect = (token: string): void => {
    const found = next();
    if (found !== token) throw new Error(`expected ${token} in "${expression}", found "${found}"`);
  };

  const factor = (): Value => {
    const token = next();
    if (token === '(') {
      const inner = sum();
      expect(')');
      return inner;
    }
    if (token === 'FILL') {
      expect('(');
      const filled = sum();
      expect(',');
      const filler = sum();
      expect(')');
      if (isScalar(filled) || !isScalar(filler)) throw new Error(`FILL takes a series and a number: "${expression}"`);
      return filled.map((value) => value ?? filler);
    }
    if (/^\d/.test(token)) return Number(token);
    const found = series.get(token);
    if (!found) throw new Error(`"${token}" of "${expression}" is not implemented`);
    return found;
  };
  const chain = (operators: readonly string[], part: () => Value): Value => {
    let value = part();
    while (operators.includes(tokens[at] ?? '')) value = combine(next(), value, part());
    return value;
  };
  const product = (): Value => chain(['*', '/'], factor);
  const sum = (): Value => chain(['+', '-'], product);

  const value = sum();
  if (at < tokens.length || isScalar(value)) throw new Error(`"${expression}" is not implemented`);
  return value;
};
