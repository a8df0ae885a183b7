import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Accuracy, id_ct_tstInfo, MessageImprint, TSTInfo, TSTInfoVersion } from '@peculiar/asn1-tsp';
import { bufferOf, sha256, sha256Algorithm, signCms } from './cms.ts';
import { type StandInDeps, standInSigner } from './stand-in-signer.ts';
import type { TimeStampPort } from './time-stamp-port.ts';

/** No policy of an authority: the arc for documentation (RFC 5737's like for object identifiers, ITU-T X.660 2.999). */
const POLICY = '2.999.1';
const ACCURACY_S = 1;

/** A key of the cell in place of a licensed time stamp authority; the time is the cell's own clock's. */
export const standInTimeStamps = (deps: StandInDeps & { readonly serialNumber: () => Uint8Array }): TimeStampPort => {
  const signer = standInSigner(deps, 'time-stamps');
  return {
    stamp: async (digest) => {
      const info = new TSTInfo({
        version: TSTInfoVersion.v1,
        policy: POLICY,
        messageImprint: new MessageImprint({ hashAlgorithm: sha256Algorithm(), hashedMessage: new OctetString(bufferOf(digest)) }),
        serialNumber: bufferOf(Uint8Array.from([0x01, ...deps.serialNumber()])),
        genTime: deps.clock.now(),
        accuracy: new Accuracy({ seconds: ACCURACY_S }),
      });
      const bytes = new Uint8Array(AsnConvert.serialize(info));
      return signCms(signer, { type: id_ct_tstInfo, bytes, digest: sha256(bytes) });
    },
  };
};
