import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import type { About } from './complaint-subject.ts';
import { complaintHead } from './complaint-view.ts';
import { fileComplaintContract } from './file-complaint.contract.ts';
import { type FileComplaintDeps, fileComplaint } from './file-complaint.ts';

const aboutOf = (about: { readonly task: string } | { readonly event: number } | undefined): About | undefined => {
  if (!about) return undefined;
  return 'task' in about ? about : { n: about.event };
};

/** POST /citizen/complaints */
export const createHandler = (deps: FileComplaintDeps & HttpDeps) => {
  const file = fileComplaint(deps);

  return httpHandler(fileComplaintContract, deps, async ({ caller, headers, body: { about, ...body } }) => {
    const outcome = await file({ caller, ...body, about: aboutOf(about), key: headers['idempotency-key'] });

    switch (outcome.kind) {
      case 'filed':
        return created(complaintHead(outcome.complaint));
      case 'not-found':
        return problem('dossier-not-found');
      case 'step-unknown':
        return problem('request-invalid', { errors: [{ pointer: '/body/about', detail: 'is no step of the dossier' }] });
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'key-reused':
        return problem('idempotency-key-reused');
    }
  });
};
