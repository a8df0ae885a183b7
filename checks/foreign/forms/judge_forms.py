"""Judges signed forms: pyHanko their signatures, PDFium and ZXing what they show. Its argument names a file of JSON; it prints JSON."""

import asyncio
import datetime
import io
import json
import sys

import pypdfium2
import zxingcpp
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import ades, validate_pdf_signature
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

# Sharp enough for modules of less than a millimetre.
SCALE = 3


def validate(file: bytes, seal: x509.Certificate, authority: x509.Certificate, at: datetime.datetime):
    [signature] = PdfFileReader(io.BytesIO(file)).embedded_signatures
    context = lambda root: ValidationContext(trust_roots=[root], moment=at, allow_fetching=False)
    return validate_pdf_signature(signature, context(seal), ts_validation_context=context(authority))


def ades_verdict(file: bytes, seal: x509.Certificate, authority: x509.Certificate, at: datetime.datetime) -> str:
    """What ETSI EN 319 102-1 makes of the signature with its time stamp."""
    [signature] = PdfFileReader(io.BytesIO(file)).embedded_signatures
    policy = lambda root: CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build([root]),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("soft-fail")),
    )
    spec = SignatureValidationSpec(cert_validation_policy=policy(seal), ts_cert_validation_policy=policy(authority))
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    digest = signature.compute_digest()
    result = asyncio.run(ades.ades_with_time_validation(signature.signed_data, spec, timing_info=timing, raw_digest=digest))
    return str(result.ades_subindic)


def is_refused(file: bytes, at_byte: int, *trust) -> bool:
    """Whether a file with one bit changed is no longer taken for valid; a file that can no longer be read is refused too."""
    changed = bytearray(file)
    changed[at_byte] ^= 1
    try:
        return not validate(bytes(changed), *trust).bottom_line
    except Exception:
        return True


def covered_bytes(file: bytes) -> list[int]:
    """Some bytes that the signature covers: of the head, of the page's text, of the fonts, of the end."""
    [signature] = PdfFileReader(io.BytesIO(file)).embedded_signatures
    _, first, after, rest = signature.byte_range
    return [9, first // 4, first // 2, first - 1, after + rest // 2, after + rest - 3]


def stamp_of(signer_info):
    """The time stamp token that was added to a signature."""
    for attribute in signer_info["unsigned_attrs"] or []:
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]["content"]
    return None


def judge(form: dict, keys: dict, at: datetime.datetime) -> dict:
    with open(form["path"], "rb") as opened:
        file = opened.read()
    [signature] = PdfFileReader(io.BytesIO(file)).embedded_signatures
    token = stamp_of(signature.signer_info)
    if token is None:
        return {"signature is stamped": "there is no time stamp"}
    seal, authority = signature.signer_cert, token["certificates"][0].chosen
    # Trusted is what the cell's keys have signed, whatever the file says of itself.
    for name, certificate in (("seal", seal), ("timeStamps", authority)):
        if certificate.public_key.dump().hex() != keys[name]:
            return {"signer": f"the certificate of {name} is of another key"}
    trust = (seal, authority, at)
    status = validate(file, *trust)
    stamp = status.timestamp_validity
    page = pypdfium2.PdfDocument(file)[0]
    text = " ".join(page.get_textpage().get_text_bounded().split())
    codes = [code.text for code in zxingcpp.read_barcodes(page.render(scale=SCALE).to_pil())]
    verdict = ades_verdict(file, *trust)
    findings = {
        "the signature is sound, and by the key of the cell": status.intact and status.valid and status.trusted,
        "the signature covers the whole file": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "the time stamp is sound, and by the other key": bool(stamp and stamp.intact and stamp.valid and stamp.trusted),
        "the whole is valid": status.bottom_line,
        "it is a PAdES signature": signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached",
        "it passes as AdES with time (EN 319 102-1)": verdict == "AdESPassed.OK" or verdict,
        "a changed byte is noticed wherever it is": all(is_refused(file, byte, *trust) for byte in covered_bytes(file)),
        "its QR code holds what it should": codes == [form["qr"]] or str(codes),
        "it says what it should": all(part in text for part in form["says"]) or text,
    }
    return {name: None if found is True else f"found {found}" for name, found in findings.items()}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as opened:
        asked = json.load(opened)
    moment = datetime.datetime.fromisoformat(asked["at"])
    print(json.dumps({form["name"]: judge(form, asked["keys"], moment) for form in asked["forms"]}))
