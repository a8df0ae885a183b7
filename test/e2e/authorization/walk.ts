import { createHash } from 'node:crypto';
import { localDay } from '../../../functions/calendar/local-time.ts';
import { type Json, numberField, textField } from '../../../local/demo/api-client.ts';
import { leasePdf } from '../../../local/demo/upload.ts';
import { signedQuery } from '../../../local/stand-ins/payment-gateway/signature.ts';
import { type Journey, journeyOf } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

export const file = leasePdf();
export const announcement = {
  sha256: createHash('sha256').update(file).digest('base64'),
  bytes: file.length,
  contentType: 'application/pdf',
};

/** How far the one dossier has come that is taken through every route, and what the answers said on the way. */
export class Walk {
  readonly here: TestPlace;
  #journey: Journey | undefined;
  #known: Json = {};
  #task: Json = {};

  constructor(here: TestPlace) {
    this.here = here;
  }

  start(dossierId: string): void {
    this.#journey = journeyOf(this.here, dossierId);
  }

  learn(answer: Json): void {
    this.#known = { ...this.#known, ...answer };
  }

  /** Turns to the task that fits. */
  async turnTo(fits: (task: Json) => boolean): Promise<void> {
    this.#task = (await this.journey.tasks()).find(fits) ?? {};
  }

  /** @throws Error when no draft was opened */
  get journey(): Journey {
    if (!this.#journey) throw new Error('no draft was opened: see the first route');
    return this.#journey;
  }

  known(name: string): string {
    return textField(this.#known, name);
  }

  get dossier() {
    return { dossierId: this.journey.dossierId };
  }

  get task() {
    return { taskId: textField(this.#task, 'taskId') };
  }

  get taskOffice(): string {
    return textField(this.#task, 'office');
  }

  /** The office that the dossiers of this walk are filed to, and the day that it is there. */
  get office(): string {
    return 'G01.042.001';
  }

  get day(): string {
    return localDay(new Date(this.here.runtime.clock.now()));
  }

  /** The owner's personal number. */
  get pin(): string {
    return this.here.runtime.personas.citizens.find(({ id }) => id === 'citizen-renter')?.claims.pin ?? '';
  }

  /** The query with which the payment gateway says that the attempt was paid. */
  get payment(): string {
    const { tmnCode, secrets } = this.here.merchant;
    const paid = {
      vnp_Amount: String(numberField(this.#known, 'amount') * 100),
      vnp_BankCode: 'NCB',
      vnp_OrderInfo: 'Le phi ho so',
      vnp_PayDate: '20261123090000',
      vnp_ResponseCode: '00',
      vnp_TmnCode: tmnCode,
      vnp_TransactionNo: '14000001',
      vnp_TransactionStatus: '00',
      vnp_TxnRef: this.known('reference'),
    };
    return signedQuery(paid, secrets[0] ?? '');
  }
}
