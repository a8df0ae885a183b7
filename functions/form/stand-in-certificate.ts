import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectKeyIdentifier,
  id_kp_timeStamping,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { bufferOf, ecdsaAlgorithm, sha256 } from './cms.ts';
import type { SigningKey } from './signing-key.ts';

/** What the key of a certificate may be used for. */
export type CertificatePurpose = 'seal' | 'time-stamps';

export type CertificateFacts = { readonly purpose: CertificatePurpose; readonly cell: string; readonly at: Date };

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const COUNTRY = '2.5.4.6';
const YEARS = 10;
const DAY_MS = 86_400_000;

const names: Readonly<Record<CertificatePurpose, string>> = {
  seal: 'Stand-in for the special-purpose digital signature',
  'time-stamps': 'Stand-in for a time stamp authority',
};

const part = (type: string, value: AttributeValue) => new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })]);

const nameOf = ({ purpose, cell }: CertificateFacts): Name =>
  new Name([
    part(COUNTRY, new AttributeValue({ printableString: 'VN' })),
    part(ORGANIZATION, new AttributeValue({ utf8String: `Mot Cua cell ${cell}` })),
    part(COMMON_NAME, new AttributeValue({ utf8String: names[purpose] })),
  ]);

const extension = (extnID: string, value: object, critical = false) =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

const extensionsOf = ({ purpose }: CertificateFacts, keyId: ArrayBuffer): Extension[] => [
  extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
  extension(
    id_ce_keyUsage,
    new KeyUsage(purpose === 'seal' ? KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation : KeyUsageFlags.digitalSignature),
    true,
  ),
  // RFC 3161, 2.3: the one purpose, and critical.
  ...(purpose === 'time-stamps' ? [extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_timeStamping]), true)] : []),
  extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyId)),
];

/**
 * A certificate that a key issues to itself, DER: nobody vouches for it, which its name says. It stands in for one of the Government's
 * authority. Valid from a day before `at`, so that a clock that lags a little finds it valid, for ten years.
 */
export const standInCertificate = async (key: SigningKey, facts: CertificateFacts): Promise<Uint8Array> => {
  const spki = await key.spki();
  const keyId = sha256(spki).subarray(0, 20);
  const name = nameOf(facts);
  const notBefore = new Date(Math.floor(facts.at.getTime() / DAY_MS) * DAY_MS - DAY_MS);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + YEARS);
  // Positive, as RFC 5280 4.1.2.2 has it, and the same whoever makes it.
  const serialNumber = Uint8Array.from([0x01, ...keyId.subarray(0, 15)]);

  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: bufferOf(serialNumber),
    signature: ecdsaAlgorithm(),
    issuer: name,
    validity: new Validity({ notBefore, notAfter }),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(bufferOf(spki), SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(facts, bufferOf(keyId))),
  });
  const signature = await key.signDigest(sha256(new Uint8Array(AsnConvert.serialize(tbsCertificate))));
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: ecdsaAlgorithm(), signatureValue: bufferOf(signature) });
  return new Uint8Array(AsnConvert.serialize(certificate));
};
