import { createHandler } from './answer-task.handler.ts';
import { answerTaskRuntime } from './answer-task.runtime.ts';

export const handler = createHandler(answerTaskRuntime());
