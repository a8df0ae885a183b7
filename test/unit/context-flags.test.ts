import { expect, it } from 'vitest';
import { contextOf } from '../../infra/context-flags.ts';

it('gives what stands behind -c and --context, and refuses anything else', () => {
  expect(contextOf([])).toEqual({});
  expect(contextOf(['-c', 'province=01', '--context', 'a=b=c'])).toEqual({ province: '01', a: 'b=c' });
  expect(() => contextOf(['-c', 'province'])).toThrow('must be like -c province=01');
  expect(() => contextOf(['--province', '01'])).toThrow('--province');
});
