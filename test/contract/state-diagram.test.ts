import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { withDiagram } from '../../scripts/state-diagram.ts';

it('shows in the README the transition table that the code runs', () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
  expect(withDiagram(readme)).toBe(readme);
});
