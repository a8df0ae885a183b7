import { describe, expect, it } from 'vitest';
import { madeOnce } from '../../../functions/platform/made-once.ts';

const counted = () => {
  const calls: string[] = [];
  const make = (name: string) => () => {
    calls.push(name);
    return { name };
  };
  return { calls, made: madeOnce({ first: make('first'), second: make('second') }) };
};

describe('madeOnce', () => {
  it('makes nothing before it is read, and each value once', () => {
    const { calls, made } = counted();
    expect([Object.keys(made), calls]).toEqual([['first', 'second'], []]);
    expect(made.second).toBe(made.second);
    expect(calls).toEqual(['second']);
  });

  it('can be listed and spread like any object', () => {
    const { made } = counted();
    expect({ ...made, third: 3 }).toEqual({ first: { name: 'first' }, second: { name: 'second' }, third: 3 });
    expect(Object.entries(made).map(([, { name }]) => name)).toEqual(['first', 'second']);
  });
});
