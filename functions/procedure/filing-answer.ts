import { type HttpAnswer, problem } from '../platform/http-answer.ts';
import type { FilingRefusal } from './check-filing.ts';
import type { ChannelRefusal } from './filing-channel.ts';

type NotFiled = FilingRefusal | ChannelRefusal | { readonly kind: 'key-reused' };

/** The answer to a filing of `procedure` that is refused whoever brings it in. */
export const notFiled = (outcome: NotFiled, procedure: string): HttpAnswer => {
  switch (outcome.kind) {
    case 'procedure-unknown':
      return problem('procedure-not-found', { detail: `There is no procedure ${procedure}.` });
    case 'invalid':
      return problem('request-invalid', { errors: outcome.faults });
    case 'wrong-channel': {
      const { channel } = outcome;
      return problem('wrong-channel', { detail: `${procedure} is not filed through the channel ${channel}.`, channel });
    }
    case 'fee-unknown': {
      const { channel, day } = outcome;
      return problem('fee-unknown', { detail: `No row of the fee schedule covers the channel ${channel} on ${day}.`, channel });
    }
    case 'key-reused':
      return problem('idempotency-key-reused');
  }
};
