import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const LambdaState = z.looseObject({
  payload: z.looseObject({ dynamodb_stream_positions: z.object({ data: z.record(z.string(), z.number()) }) }),
});

/**
 * The gap `stream-positions`: with the emulator stopped, puts every reader of a table's stream back to the beginning of the
 * stream, which is empty after a restart. Returns how many readers stood further on.
 */
export const resetStreamPositions = (emulatorFolder: string): number => {
  const file = join(emulatorFolder, 'state', 'lambda.json');
  const state = LambdaState.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { data } = state.payload.dynamodb_stream_positions;
  const ahead = Object.values(data).filter((position) => position > 0).length;
  writeFileSync(file, JSON.stringify({ ...state, payload: { ...state.payload, dynamodb_stream_positions: {} } }));
  return ahead;
};
