import { memoryLedger } from '../support/memory-ledger.ts';
import { ledgerContract } from './ledger-contract.ts';

ledgerContract('memory', async () => {
  const ledger = memoryLedger();
  return { ledger, conflictNext: () => ledger.conflictNext(1), stop: async () => {} };
});
