"""Knows how e-mail addresses are written in lists: several in a cell, `mailto:`, "[a]", stray spaces, doubled signs, names around."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from maillage.base.text import fold
from maillage.directory.people import contacts
from maillage.ingestion.normalisers.text import clean, is_placeholder, unlinked
from maillage.ingestion.remarks import NONE, Remark, Remarks

LIMIT = 254  # RFC 5321
COMMA_FOR_POINT = re.compile(r"(@[\w.-]+),\s*(?=(?:fr|com|org|net|eu|re|bzh|corsica)\b(?!\s*@))", re.IGNORECASE)
SEPARATORS = re.compile(r"\s*(?:[;|,\n]|\s/\s|(?<=[a-z])/(?=\S+@)|\s[-–—]\s|\s(?:ou|et)\s)\s*", re.IGNORECASE)
AT_SIGN = re.compile(r"\s*[\[({<]\s*(?:a|at|@|arobase|arrobase)\s*[\])}>]\s*|\s+(?:at|arobase|arrobase)\s+(?=[\w-]+\s*[.\[(])", re.IGNORECASE)
POINT = re.compile(r"\s*[\[({]\s*(?:dot|point|\.)\s*[\])}]\s*", re.IGNORECASE)
AROUND_SIGNS = re.compile(r"\s*@+\s*|(?<=[a-z0-9])\s+(?=\.[a-z])|(?<=[a-z0-9]\.)\s+(?=[a-z]{2,24}$)", re.IGNORECASE)
IN_ANGLES = re.compile(r"^[^<>@]*<\s*([^<>@\s]+@[^<>@\s]+)\s*>[^@]*$")
NOTE = re.compile(r"\s*\([^()@]*\)\s*")
LABEL = re.compile(r"^[^@:/]{1,40}:\s*(?!//)", re.IGNORECASE)
EDGES = " \t\u00a0<>\"'()[].,:;-"
VALID = re.compile(r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$")
ADDRESS_OF_SITE = re.compile(r"^(?:https?://|www\.)(?:[\w-]+\.)+[a-z]{2,24}(?:[:/?#]\S*)?$", re.IGNORECASE)


class Emails(NamedTuple):
    """What a cell of e-mails holds: addresses, and those of sites that strayed there."""

    addresses: tuple[str, ...]
    sites: tuple[str, ...]
    remarks: Remarks


def emails(text: str, *, contact: str = "") -> tuple[list[dict[str, Any]], Remarks]:
    """Every address of a cell as `{"address", "contact"}`, in lower case; what is not one is remarked."""
    found = read(text)
    return [as_value(address, contact) for address in found.addresses], found.remarks


def as_value(address: str, contact: str = "") -> dict[str, Any]:
    """An address with what it reaches: a service or a person."""
    return {"address": address, "contact": contact or contacts.of_email(address)}


@lru_cache(maxsize=8192)
def read(text: str) -> Emails:
    """Addresses of a cell, and what there is to say of them."""
    if len(text) <= LIMIT and VALID.match(lower := text.lower()):  # nearly every cell
        return Emails((lower,), (), NONE)
    found: dict[str, None] = {}
    sites: list[str] = []
    remarks: list[Remark] = []
    for piece in _pieces(COMMA_FOR_POINT.sub(r"\1.", clean(unlinked(text)))):
        address, rule = _address(piece)
        if address:
            rule = rule or ("" if address in text.lower() else "email_repaired")
            remarks += [Remark(rule, raw=piece, kept=address)] if rule and address not in found else []
            found[address] = None
        elif ADDRESS_OF_SITE.match(piece):
            sites.append(piece)
            remarks.append(Remark("url_moved", raw=piece))
        else:
            remarks.append(Remark("placeholder" if is_placeholder(piece) else "email_unreadable", raw=piece))
    return Emails(tuple(found), tuple(sites), tuple(remarks))


def is_email(text: str) -> bool:
    """Is this, as written, one e-mail address?"""
    return bool(VALID.match(text.lower()))


def _pieces(text: str) -> list[str]:
    """Parts of a cell; spaces part addresses only when each part is one."""
    pieces = [piece.strip() for piece in SEPARATORS.split(text)]
    split: list[str] = []
    for piece in filter(None, pieces):
        words = piece.split()
        split += words if len(words) > 1 and all("@" in word.strip("@") for word in words) else [piece]
    return split


def _address(piece: str) -> tuple[str, str]:
    """An address, and the rule of the remark it deserves; ("", "") when there is none."""
    repaired = _repaired(piece)
    if VALID.match(repaired) and len(repaired) <= LIMIT:
        return repaired, "email_repaired" if repaired != piece.lower() else ""
    if repaired.isascii() or "@" not in repaired:
        return "", ""
    local, _at, domain = repaired.partition("@")
    plain = f"{_without_accents(local)}@{domain}"
    return (plain, "email_accents") if domain.isascii() and VALID.match(plain) and len(plain) <= LIMIT else ("", "")


def _repaired(piece: str) -> str:
    address = POINT.sub(".", AT_SIGN.sub("@", piece)) if "@" not in piece or "(" in piece or "[" in piece else piece
    if inside := IN_ANGLES.match(address):
        address = inside[1]
    if "mailto" in address.lower():
        address = address.partition("?")[0]
    address = LABEL.sub("", NOTE.sub(" ", address)).strip(EDGES).lower()
    address = AROUND_SIGNS.sub(lambda sign: "@" if "@" in sign.group() else "", address)
    return address.removesuffix("%a0").removesuffix("%20").removeprefix("%20").strip(EDGES)


def _without_accents(local: str) -> str:
    return "".join(fold(letter) if letter.isalpha() and not letter.isascii() else letter for letter in local)
