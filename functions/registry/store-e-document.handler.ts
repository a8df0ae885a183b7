import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { callingCell, cellsOnly } from './calling-cell.ts';
import { storeEDocumentContract } from './store-e-document.contract.ts';
import { type StoreEDocumentDeps, storeEDocument } from './store-e-document.ts';

/** POST /agency/e-documents */
export const createHandler = (deps: StoreEDocumentDeps & HttpDeps) => {
  const store = storeEDocument(deps);

  return httpHandler(
    storeEDocumentContract,
    deps,
    async ({ caller, body }) => {
      if (callingCell(caller.system) !== body.cell) return problem('role-missing', { detail: 'A cell hands over its own results only.' });
      const outcome = await store(body);

      switch (outcome.kind) {
        case 'stored':
          return ok({ code: body.code });
        case 'conflict':
          return problem('e-document-conflict');
      }
    },
    cellsOnly('Only cells hand over results.'),
  );
};
