import type { Clock } from '../platform/clock.ts';
import { sha256 } from './cms.ts';
import type { FormFiles } from './form-files.ts';
import type { SignerPort } from './signer-port.ts';
import type { SigningKey } from './signing-key.ts';
import { type CertificatePurpose, standInCertificate } from './stand-in-certificate.ts';

/** Printed on every page: the key is not the State's (docs/adr/0009-forms.md). */
const NOTICE =
  'Tệp này được ký bằng khóa thay thế của hệ thống, chưa phải chữ ký số chuyên dùng công vụ; dấu thời gian cũng do hệ thống cấp.';

export type StandInDeps = {
  readonly key: SigningKey;
  readonly files: Pick<FormFiles, 'read' | 'createOnce'>;
  readonly clock: Clock;
  /** This cell's code. */
  readonly cell: string;
};

/**
 * A key of the cell in place of the State's special-purpose digital signature: real cryptography, a certificate that nobody vouches for.
 * The certificate is made by whoever needs it first and stored once beside the forms; a new key gets a new one.
 */
export const standInSigner = ({ key, files, clock, cell }: StandInDeps, purpose: CertificatePurpose = 'seal'): SignerPort => {
  let known: Promise<Uint8Array> | undefined;

  const storedCertificate = async (): Promise<Uint8Array> => {
    const name = `certificates/${purpose}/${Buffer.from(sha256(await key.spki())).toString('hex')}.cer`;
    const stored = await files.read(name);
    if (stored) return stored;
    await files.createOnce(name, await standInCertificate(key, { purpose, cell, at: clock.now() }), 'application/pkix-cert');
    const first = await files.read(name);
    if (!first) throw new Error(`the certificate ${name} is not there after it was stored`);
    return first;
  };

  return {
    notice: NOTICE,
    chain: async () => {
      known ??= storedCertificate().catch((error) => {
        known = undefined;
        throw error;
      });
      return [await known];
    },
    signDigest: (digest) => key.signDigest(digest),
  };
};
