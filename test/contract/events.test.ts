import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import asyncapi from '../../docs/asyncapi.json' with { type: 'json' };
import { type EventName, messagesOf, wireType } from '../../functions/ledger/cloud-event.ts';
import { HistoryEvent, historyEvents } from '../../functions/ledger/history-event.ts';
import stored from './fixtures/events-v1.json' with { type: 'json' };

const folder = resolve(import.meta.dirname, '../../docs/events');
const types = readdirSync(folder)
  .filter((file) => file.endsWith('.schema.json'))
  .map((file) => file.replace('.schema.json', ''));
const schemaOf = (type: string) =>
  z.fromJSONSchema(z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(resolve(folder, `${type}.schema.json`), 'utf8'))));

describe('events on the wire', () => {
  it('have a schema each, for every fact of a history and for opened tasks', () => {
    const names = [...(Object.keys(historyEvents) as EventName[]), 'task.opened' as const];
    expect(types.sort()).toEqual(names.map(wireType).sort());
  });

  /*
   * The fixtures are events as version 1 sent them. They are never changed: consumers keep such events. When a test here fails,
   * the change breaks them and needs a `.v2` beside the old type.
   */
  it('have a stored example of every type', () => {
    expect(stored.map(({ type }) => type).sort()).toEqual(types.sort());
  });

  it.each(stored.map((event) => [event.type, event] as const))('still fit what version 1 sent: %s', (type, event) => {
    expect(schemaOf(type).safeParse(event)).toMatchObject({ success: true });
  });

  it.each(stored.map((event) => [event.type, event] as const))('hold no member that could name a person: %s', (_type, event) => {
    expect(JSON.stringify(event)).not.toMatch(/"(pin|name|address|phone|email|applicant|owner)"|\b\d{12}\b/);
  });

  it.each([
    ['another type than its name says', { type: 'vn.motcua.dossier.flown.v1' }],
    ['no subject', { subject: undefined }],
    ['data of another event', { data: { amount: 1 } }],
  ])('are refused by their schema with %s', (_what, change) => {
    const [event] = stored;
    expect(schemaOf(event?.type ?? '').safeParse(JSON.parse(JSON.stringify({ ...event, ...change }))).success).toBe(false);
  });

  it('are sent as their schema says, also the tasks that a fact opens', () => {
    for (const { type, data, subject, time } of stored.filter((event) => event.type !== wireType('task.opened'))) {
      const name = type.slice('vn.motcua.'.length, -'.v1'.length);
      const fact = HistoryEvent.parse({ dossierId: subject, n: 1, type: name, at: time, by: { kind: 'system' }, data });
      for (const { event } of messagesOf(fact, '42'))
        expect(schemaOf(event.type).safeParse(JSON.parse(JSON.stringify(event))).success).toBe(true);
    }
  });

  it('are all in the AsyncAPI description, whose references lead somewhere', () => {
    expect(Object.keys(asyncapi.components.messages).sort()).toEqual(types.sort());
    const references = [...JSON.stringify(asyncapi).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    const leadsNowhere = references.filter((reference) => {
      if (!reference.startsWith('#/')) return !types.includes(reference.replace('events/', '').replace('.schema.json', ''));
      const end = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((from, part) => (from && typeof from === 'object' ? Reflect.get(from, part) : undefined), asyncapi);
      return end === undefined;
    });
    expect(leadsNowhere).toEqual([]);
  });
});
