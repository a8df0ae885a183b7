import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { CloudEvent, HTTP } from 'cloudevents';
import { isRecord } from '../templates/finding.ts';
import type { Published } from './published.ts';

const FOLDER = resolve(import.meta.dirname, '../../../docs/events');
const SUFFIX = '.schema.json';

/** The types of events that are described, from the names of their schemas. */
export const describedTypes = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));

/** Gives what is wrong with an event that the cell has published, or nothing. */
export type EventJudge = (published: Published) => string | undefined;

/** The published JSON Schema of the event's type, run by ajv in strict mode. */
export const schemaJudge = (): EventJudge => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  const validators = new Map(
    describedTypes().map((type) => {
      const schema: unknown = JSON.parse(readFileSync(join(FOLDER, `${type}${SUFFIX}`), 'utf8'));
      if (!isRecord(schema)) throw new Error(`the schema of ${type} is no object`);
      return [type, ajv.compile(schema)] as const;
    }),
  );
  return ({ body }) => {
    const event: unknown = JSON.parse(body);
    const type = isRecord(event) ? String(event['type']) : '';
    const validate = validators.get(type);
    if (!validate) return `the type ${type} has no schema`;
    return validate(event) ? undefined : `${type}: ${ajv.errorsText(validate.errors)} in ${body}`;
  };
};

/**
 * The SDK of CloudEvents: the body is an event in the structured mode, which is how a queue carries it; it is valid in the SDK's
 * strict sense, nothing of it is lost in the SDK's hands, and the message says the same type beside it.
 */
export const cloudEventsJudge: EventJudge = ({ body, type }) => {
  const read = HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body });
  if (!(read instanceof CloudEvent)) return `is no single event: ${body}`;
  try {
    read.validate();
  } catch (error) {
    return `${error instanceof Error ? error.message : error}: ${JSON.stringify(error)} in ${body}`;
  }
  const given: unknown = JSON.parse(body);
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(read)), given)) return `is read as ${JSON.stringify(read)}, but sent as ${body}`;
  return type === read.type ? undefined : `the message's attribute says ${type}, the event ${read.type}`;
};
