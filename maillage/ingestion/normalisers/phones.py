"""Knows how telephone numbers are written in France: several in a cell, lost zeros, short numbers, overseas prefixes."""

import re
from functools import lru_cache
from typing import Any

import phonenumbers

from maillage.ingestion.normalisers.text import clean, is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

REGIONS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
SEPARATORS = re.compile(r"\s*(?:[/;|,\n]|\s-\s|\bou\b|\bet\b|\bpuis\b)\s*", re.IGNORECASE)
NOTE = re.compile(r"\((?!0\))[^)]*\)?")  # "(SMS)", not "(0)"
LABEL = re.compile(r"^\s*(?:t[ée]l(?:[ée]phone)?|fixe|portable|mobile|standard|accueil)\.?\s*:?\s*", re.IGNORECASE)
SHORT = re.compile(r"^(?:3\d{3}|10\d{2}|11[2-9]|11[26]\d{3}|118\d{3}|15|17|18)$")
PUNCTUATION = re.compile(r"[\s.\-_–\u00a0\u202f]+")
TEN_DIGITS = re.compile(r"0\d{9}")
FRENCH = re.compile(r"^0[1-9]\d{8}$")

Number = tuple[str, str]  # as kept ("" when unreadable), rule of the remark it deserves


def phones(text: str, *, departement: str = "", contact: str = "service") -> tuple[list[dict[str, Any]], Remarks]:
    """Every number of a cell as `{"number", "contact"}`, in E.164 or as a short national number; what is not one is remarked."""
    found: list[dict[str, Any]] = []
    remarks: list[Remark] = []
    pieces = _pieces(clean(text))
    for piece in pieces:
        number, rule = _read(piece, REGIONS.get(departement, "FR"))
        if len(pieces) > 1 and len(number) == 2:
            number = ""  # "04 95 11 22 14/15" is not the number of the SAMU
        if not number:
            remarks.append(Remark("placeholder" if is_placeholder(piece) else "phone_unreadable", raw=piece))
        elif all(number != phone["number"] for phone in found):
            found.append({"number": number, "contact": contact})
            remarks += [Remark(rule, raw=piece, kept=number)] if rule else []
    return found, tuple(remarks) if remarks else NONE


def _pieces(text: str) -> list[str]:
    pieces = [piece.strip() for piece in SEPARATORS.split(NOTE.sub(" ", text))]
    return [number for piece in pieces if piece for number in _unstuck(piece)]


def _unstuck(piece: str) -> list[str]:
    """Two numbers of ten digits written one after the other."""
    digits = PUNCTUATION.sub("", piece)
    if len(digits) > 10 and len(digits) % 10 == 0 and TEN_DIGITS.sub("", digits) == "":
        return TEN_DIGITS.findall(digits)
    return [piece]


@lru_cache(maxsize=16_384)
def _read(piece: str, region: str) -> Number:
    bare = PUNCTUATION.sub("", LABEL.sub("", piece).replace("(0)", ""))
    if bare.endswith(".0"):
        bare = bare[:-2]
    if SHORT.match(bare):
        return bare, ""
    for candidate, rule in _candidates(bare, region):
        try:
            number = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), rule
    # well written, in a range that is not given out as far as we know: numbering plans grow, the number is kept and told
    return (f"+33{bare[1:]}", "phone_unassigned") if FRENCH.match(bare) else ("", "")


def _candidates(bare: str, region: str) -> list[Number]:
    """The number as written, then with what a spreadsheet took away. Overseas numbers are also tried as dialled from anywhere in France."""
    if not bare or not bare.lstrip("+").isdecimal():
        return []
    tried = [(bare, "")]
    if len(bare) == 9 and bare[0] not in "0+":
        tried.insert(0, (f"0{bare}", "zero_restored"))
    if len(bare) == 11 and bare.startswith("33"):
        tried.append((f"+{bare}", ""))
    if len(bare) == 13 and bare.startswith("0033"):
        tried.append((f"+{bare[2:]}", ""))
    if region != "FR":
        tried += [(f"+33{number[1:]}", rule) for number, rule in tried if TEN_DIGITS.fullmatch(number)]
    return tried
