import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import type { TestPlace } from './test-place.ts';

/** All that the cases of test/e2e/cases need of where they run: the local runtime, or cells that were deployed elsewhere. */
export type CasePlace = Pick<TestPlace, 'place' | 'as' | 'anyone' | 'inspection'> & {
  readonly surroundings: Pick<TestPlace['surroundings'], 'api' | 'machine'>;
  /** An emulator whose histories do not tell of the states within a Map. */
  readonly historiesLackIterations?: boolean;
};

/** The state transitions of a dossier's first execution, as its history tells them: its start, and every state entered. */
export const transitionsOf = async ({ inspection, surroundings }: CasePlace, dossierId: string): Promise<number> => {
  const executionArn = `${surroundings.machine.replace(':stateMachine:', ':execution:')}:${dossierId}-1`;
  const { events = [] } = await inspection.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return 1 + events.filter(({ type = '' }) => type.endsWith('StateEntered')).length;
};
