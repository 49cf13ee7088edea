"""Knows the official numbers of organisations: SIRET, SIREN, RNA, RIDET. A wrong or made-up number is refused, never replaced."""

import re
from functools import lru_cache

from stdnum.fr import siren, siret

from maillage.ingestion.normalisers.text import as_whole_number, clean, is_placeholder
from maillage.ingestion.remarks import Remark, Remarks

RNA = re.compile(r"^W\d[0-9A-Z]\d{7}$")
RIDET = re.compile(r"^\d{7}(?:\.?\d{3})$")  # New Caledonia: seven digits of the company, three of the establishment
NEW_CALEDONIA = "988"
SEPARATORS = re.compile(r"[\s.\u00a0\u202f'_-]+")
BETWEEN = re.compile(r"\s*(?:[/;|,\n]|\bet\b|\bou\b)\s*")
LABEL = re.compile(r"^\s*(?:n[°o]?\s*)?(?:siret|siren|rna|ridet|siret/siren)\b\s*(?:n[°o])?\s*[:=]?\s*", re.IGNORECASE)


@lru_cache(maxsize=8192)
def _read(text: str, departement: str) -> tuple[tuple[tuple[str, str], ...], Remarks]:
    found: dict[str, str] = {}
    remarks: list[Remark] = []
    for piece in filter(None, BETWEEN.split(clean(text).strip())):
        kind, number, rule = _one(piece, departement)
        if kind and kind not in found:
            found[kind] = number
        elif kind and found[kind] != number:
            rule = "identifier_second"
        remarks += [Remark(rule, raw=piece, kept=number)] if rule else []
    return tuple(found.items()), tuple(remarks)


def identifiers(text: str, *, departement: str = "") -> tuple[dict[str, str], Remarks]:
    """`{"siret" | "siren" | "rna" | "ridet": number}` from a cell; {} with a remark when it holds none. Ten digits are a RIDET in New Caledonia only."""
    found, remarks = _read(text, departement)
    return dict(found), remarks


def _one(piece: str, departement: str) -> tuple[str, str, str]:
    """Kind, number, rule of the remark."""
    written = LABEL.sub("", piece).strip()
    whole = as_whole_number(written)
    if whole is None:
        return "", "", "identifier_rounded"
    bare = SEPARATORS.sub("", whole.removesuffix(".0")).upper()
    if is_placeholder(written) or not bare.strip("0X"):
        return "", "", "placeholder"
    restored = bare.isdecimal() and len(bare) in (13, 8)
    number = f"0{bare}" if restored else bare
    kind = _kind(number, departement)
    return kind, number if kind else "", ("zero_restored" if restored else "") if kind else "identifier_unreadable"


def _kind(bare: str, departement: str) -> str:
    if RNA.match(bare):
        return "rna"
    if not (bare.isascii() and bare.isdecimal()):
        return ""
    if siret.is_valid(bare):
        return "siret"
    if siren.is_valid(bare):
        return "siren"
    return "ridet" if departement == NEW_CALEDONIA and RIDET.match(bare) else ""
