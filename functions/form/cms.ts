import { createHash } from 'node:crypto';
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  ContentInfo,
  DigestAlgorithmIdentifiers,
  EncapsulatedContent,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AsnConvert, AsnSerializer, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import { ObjectIdentifier, OctetString as Octets, Sequence, Set as SetOf } from 'asn1js';
import type { SignerPort } from './signer-port.ts';

const SHA_256 = '2.16.840.1.101.3.4.2.1';
const ECDSA_WITH_SHA_256 = '1.2.840.10045.4.3.2';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
/** RFC 5035: which certificate signed, so that no other can be put in its place. */
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A view's own bytes, as the ASN.1 library takes them. */
export const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

export const sha256Algorithm = () => new AlgorithmIdentifier({ algorithm: SHA_256 });
export const ecdsaAlgorithm = () => new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA_256 });

const attribute = (attrType: string, value: ArrayBuffer) => new Attribute({ attrType, attrValues: [value] });

/** SigningCertificateV2 with one ESSCertIDv2; SHA-256 is its default and left out. */
const signingCertificate = (certificate: Uint8Array): ArrayBuffer => {
  const certHash = new Octets({ valueHex: bufferOf(sha256(certificate)) });
  return new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [certHash] })] })] }).toBER();
};

/** DER orders the members of a set by their encoding (X.690, 11.6). */
const inDerOrder = (attributes: readonly Attribute[]): Attribute[] =>
  attributes
    .map((one) => ({ one, der: Buffer.from(AsnConvert.serialize(one)) }))
    .sort((a, b) => Buffer.compare(a.der, b.der))
    .map(({ one }) => one);

export type CmsContent = {
  readonly type: string;
  /** Signed and carried along; absent when the content lies elsewhere. */
  readonly bytes?: Uint8Array;
  readonly digest: Uint8Array;
};

/**
 * A signature over a content as CMS (RFC 5652), with the signed attributes that CAdES and RFC 3161 ask for: content type, digest and the
 * signing certificate. PAdES forbids the signing time among them; the signature dictionary has it.
 * @param unsigned makes the attribute that is added to the signature afterwards: type and DER value
 */
export const signCms = async (
  signer: SignerPort,
  content: CmsContent,
  unsigned?: (signature: Uint8Array) => Promise<{ readonly type: string; readonly value: Uint8Array }>,
): Promise<Uint8Array> => {
  const chain = await signer.chain();
  const [own] = chain;
  if (!own) throw new Error('the signer has no certificate');
  const signedAttrs = inDerOrder([
    attribute(CONTENT_TYPE, new ObjectIdentifier({ value: content.type }).toBER()),
    attribute(MESSAGE_DIGEST, new Octets({ valueHex: bufferOf(content.digest) }).toBER()),
    attribute(SIGNING_CERTIFICATE_V2, signingCertificate(own)),
  ]);
  // What is signed is the set itself, under its own tag and not under the one it has in the signer's info (RFC 5652, 5.4).
  const toSign = new SetOf({ value: signedAttrs.map((one) => AsnSerializer.toASN(one)) }).toBER();
  const signature = await signer.signDigest(sha256(new Uint8Array(toSign)));
  const added = await unsigned?.(signature);

  const { issuer, serialNumber } = AsnConvert.parse(bufferOf(own), Certificate).tbsCertificate;
  const info = new SignerInfo({
    version: 1,
    sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }) }),
    digestAlgorithm: sha256Algorithm(),
    signedAttrs,
    signatureAlgorithm: ecdsaAlgorithm(),
    signature: new OctetString(bufferOf(signature)),
    ...(added && { unsignedAttrs: [attribute(added.type, bufferOf(added.value))] }),
  });
  const signedData = new SignedData({
    // RFC 5652, 5.1: 3 when the content is something other than plain data.
    version: content.bytes ? 3 : 1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([sha256Algorithm()]),
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: content.type,
      ...(content.bytes && { eContent: new EncapsulatedContent({ single: new OctetString(bufferOf(content.bytes)) }) }),
    }),
    certificates: new CertificateSet(
      chain.map((one) => new CertificateChoices({ certificate: AsnConvert.parse(bufferOf(one), Certificate) })),
    ),
    signerInfos: new SignerInfos([info]),
  });
  return new Uint8Array(AsnConvert.serialize(new ContentInfo({ contentType: SIGNED_DATA, content: AsnConvert.serialize(signedData) })));
};
