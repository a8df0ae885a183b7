import { Signer, SignPdf } from '@signpdf/signpdf';
import type { Clock } from '../platform/clock.ts';
import { sha256, signCms } from './cms.ts';
import type { FontFiles } from './form-fonts.ts';
import type { IssuedForm } from './issued-form.ts';
import { printForm } from './print-form.ts';
import type { SignerPort } from './signer-port.ts';
import type { TimeStampPort } from './time-stamp-port.ts';

const DATA = '1.2.840.113549.1.7.1';
/** RFC 3161, appendix A: a time stamp over the signature's value. */
const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14';

export type SignedPrinterDeps = {
  readonly fonts: FontFiles;
  readonly signer: SignerPort;
  readonly timeStamps: TimeStampPort;
  readonly clock: Clock;
};

/** Signs the bytes of a PDF around the place of its signature: PAdES baseline B-T (ETSI EN 319 142-1). */
class PadesSigner extends Signer {
  readonly #signer: SignerPort;
  readonly #timeStamps: TimeStampPort;

  constructor({ signer, timeStamps }: Pick<SignedPrinterDeps, 'signer' | 'timeStamps'>) {
    super();
    this.#signer = signer;
    this.#timeStamps = timeStamps;
  }

  override async sign(covered: Buffer): Promise<Buffer> {
    const content = { type: DATA, digest: sha256(covered) };
    return Buffer.from(
      await signCms(this.#signer, content, async (signature) => ({
        type: SIGNATURE_TIME_STAMP,
        value: await this.#timeStamps.stamp(sha256(signature)),
      })),
    );
  }
}

/** Prints forms and signs the files in the agency's name, with a time stamp. */
export const signedPrinter =
  ({ fonts, clock, ...signing }: SignedPrinterDeps) =>
  async (form: IssuedForm): Promise<Uint8Array> => {
    const { fields, title } = form;
    const note = {
      name: fields.issuer ?? '',
      reason: `${title.vi} (${form.form})`,
      location: fields.place,
      at: clock.now(),
      notice: signing.signer.notice,
    };
    return new SignPdf().sign(Buffer.from(await printForm(form, fonts, note)), new PadesSigner(signing));
  };
