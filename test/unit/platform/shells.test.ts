import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { scheduledHandler } from '../../../functions/platform/scheduled.ts';
import { sqsHandler } from '../../../functions/platform/sqs.ts';
import { type StreamRecord, streamHandler } from '../../../functions/platform/stream.ts';
import { plainImage, StreamImage } from '../../../functions/platform/stream-image.ts';
import { fixedClock, recordedLog } from '../../support/fixed.ts';

const bench = () => ({ clock: fixedClock('2026-11-23T02:00:00.000Z'), log: recordedLog() });
const Message = z.object({ n: z.int() });
const record = (messageId: string, body: unknown) => ({ messageId, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('the queue shell', () => {
  const consume = async (run: (n: number) => Promise<void>, ...records: ReturnType<typeof record>[]) => {
    const deps = bench();
    const answer = await sqsHandler('count', Message, deps, ({ n }) => run(n))({ Records: records }, {} as never);
    return { failed: answer.batchItemFailures, log: deps.log };
  };

  it('runs each message of a batch, in order', async () => {
    const seen: number[] = [];
    const { failed, log } = await consume(async (n) => void seen.push(n), record('a', { n: 1 }), record('b', { n: 2 }));
    expect([seen, failed]).toEqual([[1, 2], []]);
    expect(log.lines).toEqual([{ level: 'INFO', message: 'count', fields: { messages: 2, failed: 0, ms: 0 } }]);
  });

  it.each([
    ['that is no JSON', 'poison'],
    ['that is empty', ''],
    ['of another shape', { n: 'one' }],
    ['that is null', null],
  ])('reports a message %s and does the rest', async (_, poison) => {
    const seen: number[] = [];
    const { failed } = await consume(async (n) => void seen.push(n), record('a', { n: 1 }), record('b', poison), record('c', { n: 3 }));
    expect([seen, failed]).toEqual([[1, 3], [{ itemIdentifier: 'b' }]]);
  });

  it('reports a message whose work failed and does the rest', async () => {
    const seen: number[] = [];
    const run = async (n: number) => {
      if (n === 2) throw new Error('table away');
      seen.push(n);
    };
    const { failed, log } = await consume(run, record('a', { n: 1 }), record('b', { n: 2 }), record('c', { n: 3 }));
    expect([seen, failed]).toEqual([[1, 3], [{ itemIdentifier: 'b' }]]);
    expect(log.lines.map(({ level, fields }) => [level, fields['error']])).toEqual([
      ['ERROR', 'Error: table away'],
      ['INFO', undefined],
    ]);
  });

  it('reports all when all fail', async () => {
    const run = async () => {
      throw new Error('away');
    };
    expect((await consume(run, record('a', { n: 1 }), record('b', { n: 2 }))).failed).toHaveLength(2);
  });

  it('does nothing with an empty batch', async () => {
    expect((await consume(async () => {})).failed).toEqual([]);
  });

  it('tells the work which message it is', async () => {
    const ids: string[] = [];
    const handler = sqsHandler('count', Message, bench(), async (_, { messageId }) => void ids.push(messageId));
    await handler({ Records: [record('a', { n: 1 })] }, {} as never);
    expect(ids).toEqual(['a']);
  });
});

describe('the stream shell', () => {
  const records: StreamRecord[] = ['1', '2', '3'].map((SequenceNumber) => ({ eventName: 'INSERT', dynamodb: { SequenceNumber } }));
  const consume = async (run: Parameters<typeof streamHandler>[2]) => {
    const deps = bench();
    const { batchItemFailures } = await streamHandler('publish', deps, run)({ Records: records }, {} as never);
    return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), log: deps.log };
  };

  it('reports nothing when all was done', async () => {
    const { failed, log } = await consume(async (all) => ({ done: all.length }));
    expect([failed, log.lines[0]?.level]).toEqual([[], 'INFO']);
  });

  it('reports all from the first that was not done', async () => {
    const { failed, log } = await consume(async () => ({ done: 1, error: 'why' }));
    expect([failed, log.lines[0]]).toMatchObject([['2', '3'], { level: 'ERROR', fields: { failed: 2, error: 'why' } }]);
  });

  it('reports all when the work threw', async () => {
    const { failed, log } = await consume(async () => {
      throw new TypeError('defect');
    });
    expect([failed, log.lines[0]?.fields['error']]).toEqual([['1', '2', '3'], 'TypeError: defect']);
  });
});

describe('the image of a stream record', () => {
  it('becomes what the document client would give', () => {
    const image = {
      text: { S: 'Hà Tĩnh' },
      number: { N: '-12.5' },
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [{ N: '1' }, { M: { a: { S: 'b' } } }] },
      map: { M: {} },
    };
    expect(plainImage(StreamImage.parse(image))).toEqual({
      text: 'Hà Tĩnh',
      number: -12.5,
      yes: true,
      nothing: null,
      list: [1, { a: 'b' }],
      map: {},
    });
  });

  it.each([
    { a: 'plain' },
    { a: {} },
    { a: { S: 1 } },
    { a: { N: 1 } },
    { a: { S: 'x', N: '1' } },
    { a: { B: 'AA==' } },
    { a: { NS: ['1'] } },
    [],
  ])('is refused as %j', (image) => {
    expect(StreamImage.safeParse(image).success).toBe(false);
  });
});

describe('the schedule shell', () => {
  it('logs what the run came to', async () => {
    const deps = bench();
    await scheduledHandler('sweep', deps, async () => ({ enacted: 2 }))({}, {} as never);
    expect(deps.log.lines).toEqual([{ level: 'INFO', message: 'sweep', fields: { enacted: 2, ms: 0 } }]);
  });

  it('logs a failure and fails', async () => {
    const deps = bench();
    const run = async () => {
      throw new Error('away');
    };
    await expect(scheduledHandler('sweep', deps, run)({}, {} as never)).rejects.toThrow('away');
    expect(deps.log.lines).toEqual([{ level: 'ERROR', message: 'sweep failed', fields: { error: 'Error: away', ms: 0 } }]);
  });
});
