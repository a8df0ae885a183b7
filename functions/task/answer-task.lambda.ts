import { routed } from '../platform/routed.ts';
import { createHandler as answer } from './answer-task.handler.ts';
import { answerTaskRuntime } from './answer-task.runtime.ts';
import { createHandler as sendBack } from './return-task.handler.ts';

const runtime = answerTaskRuntime();

export const handler = routed({
  'POST /agency/tasks/{taskId}/answer': answer(runtime),
  'POST /agency/tasks/{taskId}/return': sendBack(runtime),
});
