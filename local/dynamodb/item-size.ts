import { isObject, type JsonObject, textOf } from './json-fields.ts';

/** An item or a key in DynamoDB's JSON: attribute name to typed value, such as `{ id: { S: 'a' } }`. */
export type Item = Readonly<Record<string, JsonObject>>;

export const itemOf = (value: unknown, what: string): Item => {
  if (!isObject(value)) throw new TypeError(`${what} is not an item`);
  return Object.fromEntries(
    Object.entries(value).map(([name, attribute]) => {
      if (!isObject(attribute)) throw new TypeError(`${what}.${name} is not a typed value`);
      return [name, attribute] as const;
    }),
  );
};

const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** The type and the content of a typed value: `{ S: 'a' }` gives `['S', 'a']`. */
const typed = (value: unknown): readonly [string, unknown] => {
  const entries = isObject(value) ? Object.entries(value) : [];
  const [entry] = entries;
  if (!entry || entries.length !== 1) throw new TypeError(`not a typed value of DynamoDB: ${JSON.stringify(value)}`);
  return entry;
};

/** Significant digits and power of ten of a number: `-012.50e3` is 125 with exponent 2 and negative. */
const decimal = (text: string): { readonly negative: boolean; readonly digits: string; readonly exponent: number } => {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  const exponent = digits === '' ? 0 : Number(power) - fraction.length + (all.length - digits.length);
  return { negative: text.startsWith('-') && digits !== '', digits, exponent };
};

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map((each) => textOf(each, 'an element of a set')) : []);

const textBytes = (text: string) => Buffer.byteLength(text, 'utf8');
const binaryBytes = (base64: string) => Buffer.byteLength(base64, 'base64');
/** One byte per two significant digits, rounded up, and one more. */
const numberBytes = (text: string) => Math.ceil(decimal(text).digits.length / 2) + 1;

const sum = <T>(values: readonly T[], size: (value: T) => number) => values.reduce((total, value) => total + size(value), 0);

/** Bytes of one typed value, by DynamoDB's documented rules. */
const valueSize = (value: unknown): number => {
  const [type, content] = typed(value);
  switch (type) {
    case 'S':
      return textBytes(textOf(content, 'S'));
    case 'N':
      return numberBytes(textOf(content, 'N'));
    case 'B':
      return binaryBytes(textOf(content, 'B'));
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'SS':
      return sum(texts(content), textBytes);
    case 'NS':
      return sum(texts(content), numberBytes);
    case 'BS':
      return sum(texts(content), binaryBytes);
    case 'L':
      return CONTAINER_BYTES + sum(Array.isArray(content) ? content : [], (each) => ELEMENT_BYTES + valueSize(each));
    case 'M':
      return (
        CONTAINER_BYTES +
        sum(Object.entries(isObject(content) ? content : {}), ([name, each]) => ELEMENT_BYTES + textBytes(name) + valueSize(each))
      );
    default:
      throw new TypeError(`DynamoDB has no type ${type}`);
  }
};

/** Bytes of an item: names and values of its attributes. */
export const itemSize = (item: Item): number => sum(Object.entries(item), ([name, value]) => textBytes(name) + valueSize(value));

const canonicalValue = (value: unknown): unknown => {
  const [type, content] = typed(value);
  switch (type) {
    case 'N': {
      const { negative, digits, exponent } = decimal(textOf(content, 'N'));
      return [type, `${negative ? '-' : ''}${digits || '0'}e${exponent}`];
    }
    case 'NS':
      return [
        type,
        texts(content)
          .map((each) => JSON.stringify(canonicalValue({ N: each })))
          .sort(),
      ];
    case 'SS':
    case 'BS':
      return [type, texts(content).sort()];
    case 'L':
      return [type, (Array.isArray(content) ? content : []).map(canonicalValue)];
    case 'M':
      return [type, canonicalEntries(isObject(content) ? content : {})];
    default:
      return [type, content];
  }
};

const canonicalEntries = (attributes: JsonObject): unknown =>
  Object.keys(attributes)
    .sort()
    .map((name) => [name, canonicalValue(attributes[name])]);

/** One text per item, whatever the order of its attributes and of its sets and however its numbers are written. */
export const canonicalItem = (item: Item): string => JSON.stringify(canonicalEntries(item));
