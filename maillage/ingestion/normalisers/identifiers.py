"""Knows the official numbers of organisations: SIRET, SIREN, RNA, RIDET. A wrong or made-up number is refused, never replaced."""

import re

from stdnum.fr import siren, siret

from maillage.ingestion.normalisers.text import is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

RNA = re.compile(r"^W\d[0-9A-Z]\d{7}$")
RIDET = re.compile(r"^\d{7}(?:\.?\d{3})$")  # New Caledonia: seven digits of the company, three of the establishment
NEW_CALEDONIA = "988"
SEPARATORS = re.compile(r"[\s.\u00a0\u202f-]+")


def identifiers(text: str, *, departement: str = "") -> tuple[dict[str, str], Remarks]:
    """`{"siret" | "siren" | "rna" | "ridet": number}` from a cell; {} with a remark when it holds none. Ten digits are a RIDET in New Caledonia only."""
    written = text.strip().removesuffix(".0")
    bare = SEPARATORS.sub("", written).upper()
    if not bare or is_placeholder(written):
        return {}, (Remark("placeholder", raw=written),) if written else NONE
    restored = bare.isdecimal() and len(bare) in (13, 8)
    kind = _kind(f"0{bare}" if restored else bare, departement)
    if not kind:
        return {}, (Remark("identifier_unreadable", raw=written),)
    number = f"0{bare}" if restored else bare
    return {kind: number}, (Remark("zero_restored", raw=written, kept=number),) if restored else NONE


def _kind(bare: str, departement: str) -> str:
    if RNA.match(bare):
        return "rna"
    if not bare.isdecimal() or not bare.strip("0"):
        return ""
    if siret.is_valid(bare):
        return "siret"
    if siren.is_valid(bare):
        return "siren"
    return "ridet" if departement == NEW_CALEDONIA and RIDET.match(bare) else ""
