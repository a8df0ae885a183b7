import PDFDocument from 'pdfkit';

/** Who signs a PDF, when and why: what its signature dictionary says (ISO 32000-2, 12.8.1). */
export type SignatureNote = {
  readonly name: string;
  readonly reason: string;
  readonly location?: string | undefined;
  readonly at: Date;
  /** What the page itself says of the signature. */
  readonly notice?: string | undefined;
};

/** Bytes left for the signature: CMS with two certificates and a time stamp token come to some 3 kB. */
const SIGNATURE_BYTES = 8192;
/** As the signing library looks for them: their place is taken by the real numbers, which are never longer. */
const BYTE_RANGE = [0, '**********', '**********', '**********'];
/** Printed, and locked (ISO 32000-2, table 167). */
const WIDGET_FLAGS = 4 + 128;
/** The form has a signature, and the file may only be added to (ISO 32000-2, table 225). */
const SIGNATURES_EXIST_APPEND_ONLY = 3;

/** A PDF with room for one invisible signature (PAdES: ETSI.CAdES.detached). */
export class SignablePdf extends PDFDocument {
  /** The catalog, which pdfkit gives no other access to. */
  declare readonly _root: { readonly data: Record<string, unknown> };

  /** Call once, before `end`. Without it the file is an ordinary PDF. */
  leaveRoomForSignature({ name, reason, location, at }: SignatureNote): void {
    const signature = this.ref({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: BYTE_RANGE,
      Contents: new Uint8Array(SIGNATURE_BYTES),
      Name: new String(name),
      Reason: new String(reason),
      ...(location && { Location: new String(location) }),
      M: at,
    });
    const widget = this.ref({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: new String('Signature1'),
      Rect: [0, 0, 0, 0],
      F: WIDGET_FLAGS,
      P: this.page.dictionary,
      V: signature,
    });
    const form = this.ref({ Fields: [widget], SigFlags: SIGNATURES_EXIST_APPEND_ONLY });
    this.page.annotations.push(widget);
    this._root.data['AcroForm'] = form;
    for (const part of [signature, widget, form]) part.end(undefined);
  }

  /** pdfkit would finish the form of its own fields here; ours is finished and has none. */
  override endAcroForm(): this {
    return this;
  }
}
