import { createHash, verify, X509Certificate } from 'node:crypto';
import { ContentInfo, SignedData, type SignerInfo } from '@peculiar/asn1-cms';
import { AsnConvert, AsnSerializer, OctetString } from '@peculiar/asn1-schema';
import { TSTInfo } from '@peculiar/asn1-tsp';
import { Set as SetOf } from 'asn1js';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** A CMS signature with what its signer says of the content. */
type ReadSignature = {
  readonly certificate: X509Certificate;
  /** Object identifiers of the signed attributes. */
  readonly signedAttributes: readonly string[];
  readonly contentType: string;
  readonly messageDigest: Buffer;
  /** Whether the signature fits the attributes and the certificate. */
  readonly isSound: boolean;
  readonly value: Buffer;
  readonly content: Buffer | undefined;
  /** DER of the time stamp token that was added. */
  readonly timeStamp: Uint8Array | undefined;
};

const attributeOf = (attributes: SignerInfo['signedAttrs'], type: string): ArrayBuffer | undefined =>
  attributes?.find(({ attrType }) => attrType === type)?.attrValues[0];

const readCms = (der: Uint8Array): ReadSignature => {
  const signed = AsnConvert.parse(AsnConvert.parse(der, ContentInfo).content, SignedData);
  const [info] = signed.signerInfos;
  const certificate = signed.certificates?.[0]?.certificate;
  if (!info?.signedAttrs || !certificate) throw new Error('a signature without signer');
  const own = new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)));
  const attributes = Buffer.from(new SetOf({ value: info.signedAttrs.map((one) => AsnSerializer.toASN(one)) }).toBER());
  const value = Buffer.from(info.signature.buffer);
  const digest = attributeOf(info.signedAttrs, '1.2.840.113549.1.9.4');
  const token = attributeOf(info.unsignedAttrs, '1.2.840.113549.1.9.16.2.14');
  return {
    certificate: own,
    signedAttributes: info.signedAttrs.map(({ attrType }) => attrType),
    contentType: signed.encapContentInfo.eContentType,
    messageDigest: Buffer.from(AsnConvert.parse(digest ?? new ArrayBuffer(0), OctetString).buffer),
    isSound: verify('sha256', attributes, own.publicKey, value),
    value,
    content: signed.encapContentInfo.eContent?.single && Buffer.from(signed.encapContentInfo.eContent.single.buffer),
    timeStamp: token && new Uint8Array(token),
  };
};

/** The signature in a PDF, and the bytes that it covers. */
export const readSignedPdf = (pdf: Uint8Array) => {
  const file = Buffer.from(pdf);
  const [, ...numbers] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(file.toString('latin1')) ?? [];
  const [start = 0, length = 0, after = 0, rest = 0] = numbers.map(Number);
  const hex = file.subarray(length + 1, after - 1).toString('latin1');
  const padded = Buffer.from(hex, 'hex');
  // The room that the signature did not need is filled with zeros; DER says itself how long it is.
  const size = 4 + padded.readUInt16BE(2);
  return {
    covered: Buffer.concat([file.subarray(start, length), file.subarray(after, after + rest)]),
    /** Whether nothing but the signature itself is left out. */
    coversAll: start === 0 && after + rest === file.length && file[length] === 0x3c && file[after - 1] === 0x3e,
    signature: readCms(padded.subarray(0, size)),
  };
};

/** The digest that a time stamp token vouches for, when, and by whose certificate. */
export const readTimeStamp = (token: Uint8Array) => {
  const signature = readCms(token);
  const info = AsnConvert.parse(new Uint8Array(signature.content ?? []).buffer, TSTInfo);
  return {
    signature,
    isSound: signature.isSound && sha256(signature.content ?? Buffer.alloc(0)).equals(signature.messageDigest),
    digest: Buffer.from(info.messageImprint.hashedMessage.buffer),
    at: info.genTime.toISOString(),
  };
};
