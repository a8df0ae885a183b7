import { isObject, type JsonObject } from './json.ts';

/** What the intrinsic functions of one stack refer to. Each answers undefined after it called `refuse`. */
export type Scope = {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  /** Notes what cannot be resolved; all notes end in one error at boot. */
  refuse(problem: string): undefined;
};

/** What `Ref: AWS::NoValue` gives: the property or list entry that holds it disappears. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** The value with all its intrinsic functions replaced by their results. */
export const resolveValue = (value: unknown, scope: Scope): unknown => {
  if (typeof value === 'string') return value.includes('{{resolve:') ? scope.refuse(`dynamic reference ${value}`) : value;
  if (Array.isArray(value)) return value.map((entry) => resolveValue(entry, scope)).filter((entry) => entry !== NO_VALUE);
  if (!isObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const intrinsic = intrinsics[name];
    return intrinsic ? intrinsic(value[name], scope) : scope.refuse(`intrinsic function ${name}`);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => {
      const resolved = resolveValue(entry, scope);
      return resolved === NO_VALUE ? [] : [[key, resolved]];
    }),
  );
};

/** Whether a condition holds: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` and references to other conditions. */
export const resolveCondition = (condition: unknown, scope: Scope): boolean => {
  const [name] = isObject(condition) ? Object.keys(condition) : [];
  const argument: unknown = isObject(condition) && name !== undefined ? condition[name] : undefined;
  const operands = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Condition':
      return scope.condition(String(argument));
    case 'Fn::Equals':
      return JSON.stringify(resolveValue(operands[0], scope)) === JSON.stringify(resolveValue(operands[1], scope));
    case 'Fn::And':
      return operands.every((operand) => resolveCondition(operand, scope));
    case 'Fn::Or':
      return operands.some((operand) => resolveCondition(operand, scope));
    case 'Fn::Not':
      return !resolveCondition(operands[0], scope);
    default:
      scope.refuse(`condition function ${name ?? JSON.stringify(condition)}`);
      return false;
  }
};

const text = (value: unknown, scope: Scope, where: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value !== undefined) scope.refuse(`${where} of ${JSON.stringify(value)}`);
  return '';
};

const resolvedList = (value: unknown, scope: Scope, where: string): readonly unknown[] => {
  const list = resolveValue(value, scope);
  if (Array.isArray(list)) return list;
  if (list !== undefined) scope.refuse(`${where} of ${JSON.stringify(list)}`);
  return [];
};

const operandsOf = (argument: unknown): readonly unknown[] => (Array.isArray(argument) ? argument : []);

const attributeOf = (argument: unknown, scope: Scope): unknown => {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1));
  }
  const [logicalId, attribute] = operandsOf(argument);
  return scope.attribute(text(logicalId, scope, 'Fn::GetAtt'), text(resolveValue(attribute, scope), scope, 'Fn::GetAtt'));
};

const substitute: Intrinsic = (argument, scope) => {
  const [template, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables: JsonObject = isObject(given) ? given : {};
  return text(template, scope, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const key = name.trim();
    if (Object.hasOwn(variables, key)) return text(resolveValue(variables[key], scope), scope, 'Fn::Sub');
    return text(key.includes('.') ? attributeOf(key, scope) : scope.ref(key), scope, 'Fn::Sub');
  });
};

const select: Intrinsic = (argument, scope) => {
  const [index, list] = operandsOf(argument);
  const position = Number(resolveValue(index, scope));
  const entries = resolvedList(list, scope, 'Fn::Select');
  if (!Number.isInteger(position) || position < 0 || position >= entries.length) {
    return scope.refuse(`Fn::Select ${String(position)} from ${entries.length} values`);
  }
  return entries[position];
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(String(argument)),
  'Fn::GetAtt': attributeOf,
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(resolveValue(argument, scope), scope, 'Fn::ImportValue')),
  'Fn::Join': (argument, scope) => {
    const [separator, list] = operandsOf(argument);
    return resolvedList(list, scope, 'Fn::Join')
      .map((entry) => text(entry, scope, 'Fn::Join'))
      .join(String(separator));
  },
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = operandsOf(argument);
    return text(resolveValue(whole, scope), scope, 'Fn::Split').split(String(separator));
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = operandsOf(argument);
    return resolveValue(scope.condition(String(condition)) ? whenTrue : whenFalse, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = operandsOf(argument).map((key) => text(resolveValue(key, scope), scope, 'Fn::FindInMap'));
    return scope.mapping(map ?? '', first ?? '', second ?? '');
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolveValue(argument, scope), scope, 'Fn::Base64')).toString('base64'),
};
