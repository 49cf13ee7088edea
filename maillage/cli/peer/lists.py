"""Knows how fields of several values are judged: identifiers, telephones, e-mails, sites, labels."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from maillage.base.text import fold
from maillage.cli.peer.facts import FAKE_PIVOT
from maillage.cli.peer.verdicts import Pair, Verdict
from maillage.ingestion.normalisers.emails import emails
from maillage.ingestion.normalisers.identifiers import identifiers
from maillage.ingestion.normalisers.phones import phones
from maillage.ingestion.normalisers.text import as_text
from maillage.ingestion.normalisers.urls import urls

Same = Callable[[str], str]
NOT_DIGITS = re.compile(r"\D")
MOBILE = re.compile(r"\+33[67]")
SHORT = 4  # figures of a short number


def digits(number: str) -> str:
    """The last nine digits of a number: what is left of it without its prefix."""
    return NOT_DIGITS.sub("", number)[-9:]


def address(url: str) -> str:
    """A web address without scheme nor last slash, its host in small letters."""
    parts = urlsplit(url if "//" in url else f"//{url}")
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


SAME: dict[str, Same] = {"pivot": str, "telephone": digits, "courriels": str.lower, "site_web": address, "autres_formations_labels": fold}


def judge_list(pair: Pair, name: str) -> Verdict | None:
    """All the values of a field at once."""
    mine, other = pair.ours.lists[name], pair.theirs.lists[name]
    told = " | ".join(mine), " | ".join(other)
    if name == "pivot" and FAKE_PIVOT in other:
        return Verdict(name, "fake-pivot", *told)
    ours, theirs = ({SAME[name](value) for value in values} for values in (mine, other))
    if ours == theirs:
        return Verdict(name, "same", *told) if ours else None
    if theirs < ours:
        return Verdict(name, _gained(pair, name, ours - theirs, bool(theirs)), *told)
    if name == "site_web" and {value.lower() for value in ours} >= {value.lower() for value in theirs}:
        return Verdict(name, "case-kept", *told)
    lost = [value for value in other if SAME[name](value) not in ours]
    if not any(serves(name, value) for value in lost):
        return Verdict(name, "unreadable-kept", *told)
    if not any(in_list(pair, name, value) for value in lost):
        return Verdict(name, _not_in_list(mine, lost) if name == "telephone" else "not-in-list", *told)
    return Verdict(name, "unknown" if mine else "only-theirs", *told)


def _not_in_list(mine: Sequence[str], lost: Sequence[str]) -> str:
    """Why the tool has a number that the list does not write."""
    if any(len(number) <= SHORT for number in mine):
        return "short-number"
    return "replaced" if mine and all(MOBILE.match(number) for number in (*mine, *lost)) else "not-in-list"


def _gained(pair: Pair, name: str, gained: set[str], had_some: bool) -> str:
    if not all(in_list(pair, name, value) for value in gained):
        return "unknown"
    return "more" if had_some else "only-ours"


def in_list(pair: Pair, name: str, value: str) -> bool:
    """Does the row hold this value, however it writes it?"""
    written = pair.written()
    if name in ("telephone", "pivot"):
        return digits(value) in NOT_DIGITS.sub("", written)
    if name == "site_web":
        return any(address(value).lower() == address(found).lower() for line in pair.cells.values() for found in urls(as_text(line))[0])
    return value.lower() in written.lower() or fold(value) in fold(written)


def serves(name: str, value: str) -> bool:
    """May a value be used: a number to call, a box to write to, a page to open?"""
    if name == "telephone":
        return bool(phones(value, departement="", contact="service")[0])
    if name == "courriels":
        return bool(emails(value)[0])
    if name == "pivot":
        return bool(identifiers(value)[0])
    return bool(urls(value)[0]) if name == "site_web" else True
