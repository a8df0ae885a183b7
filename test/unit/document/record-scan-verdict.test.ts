import { describe, expect, it } from 'vitest';
import { documentBench, pdf, scanResult } from './document-bench.ts';

describe('recording a scan verdict', () => {
  it('keeps the verdict beside the document, whether or not the upload was confirmed', async () => {
    const bench = await documentBench();
    expect(await bench.scanned([scanResult(bench.keyOf(pdf), 'NO_THREATS_FOUND')])).toEqual({ batchItemFailures: [] });
    expect(bench.ledger.items().filter(({ sk }) => String(sk).startsWith('SCAN#'))).toMatchObject([
      { objectKey: bench.keyOf(pdf), status: 'NO_THREATS_FOUND', at: '2026-11-23T02:00:03.000Z' },
    ]);
  });

  it('keeps one item however often the message comes', async () => {
    const bench = await documentBench();
    const message = scanResult(bench.keyOf(pdf), 'NO_THREATS_FOUND');
    await bench.scanned([message, message]);
    await bench.scanned([message]);
    expect(bench.ledger.items().filter(({ sk }) => String(sk).startsWith('SCAN#'))).toHaveLength(1);
  });

  it('acknowledges a verdict about another bucket or an object that is no document', async () => {
    const bench = await documentBench();
    const foreign = scanResult(bench.keyOf(pdf), 'NO_THREATS_FOUND', 'another-bucket');
    expect(await bench.scanned([foreign, scanResult('reports/2026.csv', 'NO_THREATS_FOUND')])).toEqual({ batchItemFailures: [] });
    expect(bench.ledger.calls.putItem).toBe(0);
    expect(bench.log.lines.filter(({ level }) => level === 'WARN')).toHaveLength(2);
  });

  it('reports a poison message and does the rest of the batch', async () => {
    const bench = await documentBench();
    const broken = scanResult(bench.keyOf(pdf), 'NEVER_HEARD_OF');
    const answer = await bench.scanned(['no JSON', broken, scanResult(bench.keyOf(pdf), 'THREATS_FOUND')]);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
    expect(bench.ledger.calls.putItem).toBe(1);
  });

  it('reports a message whose write failed', async () => {
    const bench = await documentBench();
    bench.ledger.failNext('putItem');
    const answer = await bench.scanned([scanResult(bench.keyOf(pdf), 'NO_THREATS_FOUND')]);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  });
});
