import { randomInt } from 'node:crypto';
import { type JsonObject, numberOf, stringOf } from '../assembly/json.ts';

const CLASSES = {
  ExcludeLowercase: 'abcdefghijklmnopqrstuvwxyz',
  ExcludeUppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};
const OPTIONS = [
  ...Object.keys(CLASSES),
  'ExcludeCharacters',
  'IncludeSpace',
  'PasswordLength',
  'RequireEachIncludedType',
  'SecretStringTemplate',
  'GenerateStringKey',
];
const isTrue = (value: unknown) => value === true || value === 'true';
const pick = (characters: string): string => characters[randomInt(characters.length)] ?? '';

const shuffled = (characters: string[]): string => {
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
};

const randomPassword = (options: JsonObject, what: string): string => {
  const excluded = stringOf(options['ExcludeCharacters'] ?? '', `${what}.ExcludeCharacters`);
  const included = [
    ...Object.entries(CLASSES).flatMap(([option, characters]) => (isTrue(options[option]) ? [] : [characters])),
    ...(isTrue(options['IncludeSpace']) ? [' '] : []),
  ].map((characters) => [...characters].filter((character) => !excluded.includes(character)).join(''));
  const classes = included.filter((characters) => characters !== '');
  const length = numberOf(options['PasswordLength'] ?? 32, `${what}.PasswordLength`);
  const required = isTrue(options['RequireEachIncludedType'] ?? true) ? classes.map(pick) : [];
  if (classes.length === 0 || length < required.length || length > 4096) throw new Error(`${what}: no password can be made by these rules`);
  return shuffled([...required, ...Array.from({ length: length - required.length }, () => pick(classes.join('')))]);
};

/** The value that `GenerateSecretString` of a secret asks for. Throws on an option that is not known. */
export const generateSecretString = (options: JsonObject, what: string): string => {
  const unknown = Object.keys(options).filter((name) => !OPTIONS.includes(name));
  if (unknown.length > 0) throw new Error(`${what}: the local runtime does not implement ${unknown.join(', ')}`);
  const password = randomPassword(options, what);
  const { SecretStringTemplate: template, GenerateStringKey: key } = options;
  if (template === undefined && key === undefined) return password;
  const fields: unknown = JSON.parse(stringOf(template, `${what}.SecretStringTemplate`));
  if (typeof fields !== 'object' || fields === null) throw new Error(`${what}.SecretStringTemplate is not a JSON object`);
  return JSON.stringify({ ...fields, [stringOf(key, `${what}.GenerateStringKey`)]: password });
};
