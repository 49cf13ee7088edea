"""Knows how telephone numbers are written in France: several in a cell, lost zeros, short numbers, overseas prefixes, words around."""

import re
from functools import lru_cache
from typing import Any

import phonenumbers

from maillage.directory.people.names import gives_a_mobile_of_ones_own
from maillage.ingestion.normalisers.text import as_whole_number, clean, is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

REGIONS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
# Ten digits that France dials to reach its overseas départements (national numbering plan, ARCEP)
OVERSEAS = {
    "0590": "GP", "0690": "GP", "0691": "GP", "0594": "GF", "0694": "GF", "0596": "MQ", "0696": "MQ", "0697": "MQ",
    "0262": "RE", "0263": "RE", "0692": "RE", "0693": "RE", "0269": "YT", "0639": "YT",
}  # fmt: skip
SEPARATORS = re.compile(r"\s*(?:[;|,\n]|\s/+\s|/+(?=\s*[\d+(])|(?<=\d)\s*/+|\s[-–—]\s|\bou\b|\bet\b|\bpuis\b|(?<=\d)\s*(?=\+\s?\d))\s*", re.IGNORECASE)
PARTED = re.compile(r"(?<!\d)0[1-9]\s?([/;,])\s?\d\d(?:\s?\1\s?\d\d){3}(?!\d)")  # "05/56/00/00/00"
NOTE = re.compile(r"\((?=[^)]*[^\W\d_])[^)]*\)?")  # "(SMS)", not "(0)" nor "(05)"
EXTENSION = re.compile(r"\b(?:poste|ext(?:ension)?\.?|interne|puis|choix|tapez|touche)\s*:?\s*\d{1,5}\b.*$", re.IGNORECASE)
LABEL = re.compile(
    r"^\s*(?:(?:n[°o]|num[ée]ro)\s*)?(?:t[ée]l(?:[ée]phone)?s?|fixe|portable|port|mobile|standard|accueil)?\.?\s*(?:n[°o])?\s*:?\s*(?=[\d+(O])",
    re.IGNORECASE,
)
FAX = re.compile(r"\bfax\b|\bt[ée]l[ée]cop", re.IGNORECASE)
SHORT = re.compile(r"^(?:3\d{3}|10\d{2}|11[2-9]|11[26]\d{3}|118\d{3}|19[1679]|15|17|18)$")
SHORT_IN_WORDS = re.compile(r"(?<![\d+])(?:3\d ?\d\d|11[2-9]|116 ?\d{3}|19[1679])(?!\s?\d)")
TEN_IN_WORDS = re.compile(r"(?<![\d+])0\s?[1-9](?:[\s.\-\u00a0\u202f]*\d{2}){4}(?!\d)")
NUMBER_IN_WORDS = re.compile(r"(?<![\d+])(?:\+\s?\d{1,3}|00\s?\d{2}|0)[\d\s.\-()\u00a0\u202f]{7,22}\d(?!\d)")
LETTER_FOR_ZERO = re.compile(r"^[oO](?=\s?[1-9])")
PUNCTUATION = re.compile(r"[\s.\-_–:()'\u00a0\u202f]+")
TEN_DIGITS = re.compile(r"0\d{9}")
PLAIN = re.compile(r"^(?:0|\+33[ .-]?)[1-9](?:[ .-]?\d\d){4}$", re.ASCII)  # nearly every cell
FROM_ABROAD = re.compile(r"^\+33[1-79]\d{8}$", re.ASCII)
FRENCH = re.compile(r"^0[1-9]\d{8}$")

Number = tuple[str, str]  # as kept ("" when unreadable), rule of the remark it deserves


def phones(text: str, *, departement: str = "", contact: str = "service") -> tuple[list[dict[str, Any]], Remarks]:
    """Every number of a cell as `{"number", "contact"}`, in E.164 or as a short national number; what is not one is remarked."""
    numbers, remarks = _cell(text, REGIONS.get(departement, "FR"))
    if remarks and gives_a_mobile_of_ones_own(text):
        contact = "person"
    return [{"number": number, "contact": contact} for number in numbers], remarks


@lru_cache(maxsize=16_384)
def _cell(text: str, region: str) -> tuple[tuple[str, ...], Remarks]:
    if PLAIN.match(text):
        number, rule = _one(text.replace(" ", "").replace(".", "").replace("-", ""), region)
        if number:
            return (number,), (Remark(rule, raw=text, kept=number),) if rule else NONE
    found: dict[str, None] = {}
    remarks: list[Remark] = []
    pieces = _pieces(PARTED.sub(_together, clean(text)))
    for piece in pieces:
        if FAX.search(piece):
            remarks.append(Remark("phone_fax", raw=piece))
            continue
        read = [(number, rule) for number, rule in _read(piece, region) if len(number) != 2 or len(pieces) == 1]  # "04 95 11 22 14/15" is not the SAMU
        if not any(number for number, _rule in read):
            remarks.append(Remark("placeholder" if is_placeholder(piece) else "phone_unreadable", raw=piece))
        for number, rule in read:
            if number and number not in found:
                found[number] = None
                remarks += [Remark(rule, raw=piece, kept=number)] if rule else []
    return tuple(found), tuple(remarks)


def _together(match: re.Match[str]) -> str:
    return match.group().replace(match[1], " ")


def _pieces(text: str) -> list[str]:
    """Parts of a cell. Words in brackets go with the number they follow."""
    notes = NOTE.findall(text)
    kept = NOTE.sub(lambda note: note.group().replace(",", " ").replace(";", " ").replace("/", " "), text) if notes else text
    pieces = [piece.strip() for piece in SEPARATORS.split(kept)]
    return [number for piece in pieces if piece for number in _unstuck(piece)]


def _unstuck(piece: str) -> list[str]:
    """Two numbers of ten digits written one after the other."""
    digits = PUNCTUATION.sub("", piece)
    if len(digits) > 10 and len(digits) % 10 == 0 and TEN_DIGITS.sub("", digits) == "":
        return TEN_DIGITS.findall(digits)
    return [piece]


def _read(piece: str, region: str) -> list[Number]:
    """The number of a piece; failing that, those that stand among its words."""
    plain = LABEL.sub("", piece).strip()
    shortened = EXTENSION.sub("", NOTE.sub(" ", plain)).strip()
    number, rule = _one(shortened, region)
    if number:
        return [(number, rule or ("" if shortened == plain else "phone_words"))]
    found = TEN_IN_WORDS.findall(shortened) or NUMBER_IN_WORDS.findall(shortened)
    among = [each for part in found if (each := _one(part, region))[0]]
    if not among and (short := SHORT_IN_WORDS.search(shortened)) and sum(map(str.isdigit, shortened)) == sum(map(str.isdigit, short.group())):
        among = [(PUNCTUATION.sub("", short.group()), "")]
    return [(number, rule or "phone_words") for number, rule in among]


def _one(piece: str, region: str) -> Number:
    bare = piece if FRENCH.match(piece) else _bare(piece)
    if SHORT.match(bare):
        return bare, ""
    fixed = "phone_repaired" if LETTER_FOR_ZERO.match(piece) else ""
    if region == "FR" and FRENCH.match(bare) and bare[1] != "8" and _is_given_out(bare[:5]):
        return f"+33{bare[1:]}", fixed
    if FROM_ABROAD.match(bare) and _is_given_out(f"0{bare[3:7]}"):
        return bare, fixed
    for candidate, rule in _candidates(bare, region):
        for place in (region, OVERSEAS.get(candidate[:4], "")):
            if place and (number := _valid(candidate, place)):
                return number, rule or fixed
    # well written, in a range that is not given out as far as we know: numbering plans grow, the number is kept and told
    return (f"+{_country(bare, region)}{bare[1:]}", "phone_unassigned") if FRENCH.match(bare) else ("", "")


def _bare(piece: str) -> str:
    """The figures of a number, and the sign before them."""
    whole = as_whole_number(piece)
    return PUNCTUATION.sub("", LETTER_FOR_ZERO.sub("0", (piece if whole is None else whole).removesuffix(".0").replace("(0)", "")))


def _country(ten: str, region: str) -> int:
    """The country code of ten digits: overseas, those of an overseas beginning are never of the mainland."""
    return phonenumbers.country_code_for_region(OVERSEAS.get(ten[:4], "FR") if region != "FR" else "FR")


@lru_cache(maxsize=8192)
def _is_given_out(beginning: str) -> bool:
    """Is this range given out? France gives ranges of 100,000 numbers (08 apart): one question to the library answers for all of them."""
    return phonenumbers.is_valid_number(phonenumbers.PhoneNumber(country_code=33, national_number=int(f"{beginning}00000")))


def _valid(candidate: str, region: str) -> str:
    try:
        number = phonenumbers.parse(candidate, region)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else ""


def _candidates(bare: str, region: str) -> list[Number]:
    """The number as written, then with what a spreadsheet took away. Overseas numbers are also tried as dialled from anywhere in France."""
    digits = bare.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return []
    tried = [(bare, "")]
    if len(bare) == 9 and bare[0] not in "0+":
        tried.insert(0, (f"0{bare}", "zero_restored"))
    if len(bare) == 11 and bare.startswith("33"):
        tried.append((f"+{bare}", ""))
    if len(bare) == 13 and bare.startswith("0033"):
        tried.append((f"+{bare[2:]}", ""))
    if region != "FR":
        tried += [(f"+33{number[1:]}", rule) for number, rule in tried if TEN_DIGITS.fullmatch(number) and number[:4] not in OVERSEAS]
    return tried
