"""Knows how e-mail addresses are written in lists: several in a cell, `mailto:`, "[a]", doubled signs."""

import re
from typing import Any

from maillage.ingestion.normalisers import contacts
from maillage.ingestion.normalisers.text import clean, is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

LIMIT = 254  # RFC 5321
SEPARATORS = re.compile(r"\s*(?:[;|,\n]|\s/\s|(?<=[a-z])/(?=\S+@)|\s-\s|\s(?:ou|et)\s)\s*", re.IGNORECASE)
AT_SIGN = re.compile(r"\s*(?:\[\s*(?:a|at|@|arobase)\s*\]|\(\s*(?:a|at|@|arobase)\s*\))\s*", re.IGNORECASE)
DOUBLED = re.compile(r"@{2,}")
EDGES = " \t<>\"'()[].,:;"
VALID = re.compile(r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$")


def emails(text: str, *, contact: str = "") -> tuple[list[dict[str, Any]], Remarks]:
    """Every address of a cell as `{"address", "contact"}`, in lower case; what is not one is remarked."""
    found: list[dict[str, Any]] = []
    remarks: list[Remark] = []
    for piece in _pieces(clean(text)):
        address = _repaired(piece)
        if not VALID.match(address) or len(address) > LIMIT:
            remarks.append(Remark("placeholder" if is_placeholder(piece) else "email_unreadable", raw=piece))
        elif all(address != email["address"] for email in found):
            found.append({"address": address, "contact": contact or contacts.of_email(address)})
            remarks += [Remark("email_repaired", raw=piece, kept=address)] if address != piece.lower() else []
    return found, tuple(remarks) if remarks else NONE


def _pieces(text: str) -> list[str]:
    """Parts of a cell; spaces part addresses only when each part is one."""
    pieces = [piece.strip() for piece in SEPARATORS.split(text)]
    split: list[str] = []
    for piece in filter(None, pieces):
        words = piece.split()
        split += words if len(words) > 1 and all("@" in word for word in words) else [piece]
    return split


def _repaired(piece: str) -> str:
    address = AT_SIGN.sub("@", piece).strip(EDGES).lower()
    for prefix in ("mailto:", "mail:", "email:", "e-mail:", "courriel:"):
        address = address.removeprefix(prefix).strip()
    return DOUBLED.sub("@", address.removesuffix("%a0").removesuffix("%20"))
