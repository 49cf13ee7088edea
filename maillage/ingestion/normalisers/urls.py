"""Knows how web addresses are written in lists: without scheme, several in a cell, with a label, among words. Never changes the case of a path."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from maillage.ingestion.normalisers import emails
from maillage.ingestion.normalisers.text import clean, is_placeholder, unlinked
from maillage.ingestion.remarks import NONE, Remark, Remarks

LIMIT = 500
SEPARATORS = re.compile(
    r"\s*(?:[|\n]|;(?=\s*(?:https?:|www\.|[\w-]+(?:\.[\w-]+)+(?:[/\s]|$)))|,\s+|,(?=https?:)|\s/\s|\s[-–—]\s|(?<=\S)(?=https?://)(?<!=)(?<!/)(?<!:)(?<!\?)(?<!&)"
    r"|\s(?:ou|et)\s(?=\s*(?:https?:|www\.|[\w-]+(?:\.[\w-]+)+))|\s{3,})\s*",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^\s*(?:site(?:\s+(?:internet|web))?|facebook|instagram|fb|page(?:\s+(?:facebook|internet|web))?|lien|url|web|adresse)\s*:\s*(?=\S)", re.IGNORECASE
)
PAGE = re.compile(r"^(?:page\s+)?(facebook|fb|instagram|insta)\s*:\s*@?([A-Za-z0-9][A-Za-z0-9._-]{4,60})$", re.IGNORECASE)
PAGES = {"f": "https://www.facebook.com/", "i": "https://www.instagram.com/"}
SCHEME = re.compile(r"^(?:h+t+p+(s?)|hhtp(s?)|htpp(s?)|ttp(s?))(?:\s*[:;]\s*/{0,3}|\s*//+)\s*", re.IGNORECASE)
SPACED_WWW = re.compile(r"^(w{2,4})\s*[. ,]\s*(?=[a-z0-9])", re.IGNORECASE)
HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$")
PLAIN = re.compile(r"^https?://(?!www\.[a-z0-9-]+(?:/|$))(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?:/[\w~%/?=&#.+-]*[\w/=])?$", re.ASCII)  # most cells
SURE_ENDING = re.compile(r"\.(?:fr|com|org|net|eu|info|re|bzh|corsica|alsace)/?$", re.IGNORECASE)  # where words are about, "web.forza" is none
IP_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
EDGES = " \t\u00a0<>\"'()[],;«»"
TRAILING = ".:!?"


class Sites(NamedTuple):
    """What a cell of addresses holds: those of sites, and e-mails that strayed there."""

    addresses: tuple[str, ...]
    emails: tuple[str, ...]
    remarks: Remarks


def urls(text: str) -> tuple[list[str], Remarks]:
    """Every address of a cell, with a scheme; what is not one is remarked."""
    found = read(text)
    return list(found.addresses), found.remarks


def url(text: str) -> tuple[str, Remarks]:
    """The first address of a cell."""
    found = read(text)
    more = (Remark("url_second", raw=address) for address in found.addresses[1:])
    return (found.addresses[0] if found.addresses else ""), (*found.remarks, *more)


@lru_cache(maxsize=8192)
def read(text: str) -> Sites:
    """Addresses of a cell, and what there is to say of them."""
    if len(text) <= LIMIT and PLAIN.match(text) and "google." not in text:
        return Sites((text,), (), NONE)
    found: dict[str, None] = {}
    strays: list[str] = []
    remarks: list[Remark] = []
    for piece in _pieces(clean(unlinked(text))):
        address, rule = _read(piece)
        if address and address not in found:
            found[address] = None
            remarks += [Remark(rule, raw=piece, kept=address)] if rule else []
        elif not address and emails.is_email(piece.strip(EDGES + TRAILING).removeprefix("mailto:")):
            strays.append(piece.strip(EDGES + TRAILING).removeprefix("mailto:").lower())
            remarks.append(Remark("email_moved", raw=piece))
        elif not address:
            remarks.append(Remark("placeholder" if is_placeholder(piece) else "url_unreadable", raw=piece))
    return Sites(tuple(found), tuple(strays), tuple(remarks))


def _pieces(text: str) -> list[str]:
    pieces = (piece.strip() for piece in SEPARATORS.split(text))
    return [part for piece in pieces if piece for part in (piece.split() if _all_addresses(piece) else [piece])]


def _all_addresses(piece: str) -> bool:
    words = piece.split()
    return len(words) > 1 and all(HOST.match(SCHEME.sub("", word).lower().split("/", 1)[0]) for word in words)


def _read(piece: str) -> tuple[str, str]:
    """An address, and the rule of the remark it deserves."""
    if page := PAGE.match(piece):
        return f"{PAGES[page[1][0].lower()]}{page[2]}", "url_of_page"
    address, is_repaired = _address(piece)
    if address:
        return address, "url_repaired" if is_repaired else ""
    return _among_words(piece), "url_repaired"


def _among_words(piece: str) -> str:
    """The only address of a sentence: "CCAS de Carbon-Blanc sur carbon-blanc.fr"."""
    words = piece.split()
    found = [(word, address) for word in words if (address := _address(word)[0])]
    if len(words) < 2 or len(found) != 1 or not (SURE_ENDING.search(found[0][0]) or found[0][0].endswith("/")):
        return ""
    return "" if any(sign in word.rstrip(":,.") for word in words if word != found[0][0] for sign in "/:@.") else found[0][1]


def _address(piece: str) -> tuple[str, bool]:
    bare = LABEL.sub("", piece).strip(EDGES).rstrip(TRAILING + EDGES)
    scheme = SCHEME.match(bare)
    rest = bare[scheme.end() :] if scheme else bare
    while again := SCHEME.match(rest):  # "http://https://exemple.fr"
        scheme, rest = again, rest[again.end() :]
    rest = SPACED_WWW.sub("www.", rest).lstrip("/")
    secure = bool(scheme and any(scheme.groups()))
    address = f"{'https' if secure or not scheme and _known_secure(rest) else 'http'}://{rest}"
    target = _unwrapped(address)
    if not _valid(target):
        return "", False
    plain = f"{scheme.group()}{rest}" if scheme else rest
    is_plain = target == address and plain.lower() == piece.strip().lower() and (not scheme or plain.lower().startswith(("http://", "https://")))
    return _host_lowered(target), not is_plain


def _known_secure(rest: str) -> bool:
    """Sites that have answered in https only for years: the scheme is added as they write it themselves."""
    host = rest.split("/", 1)[0].lower()
    return host.endswith((".gouv.fr", "facebook.com", "instagram.com"))


def _unwrapped(address: str) -> str:
    """The page behind a search engine's redirection."""
    parts = urlsplit(address) if _splittable(address) else None
    if parts and parts.hostname and parts.hostname.endswith(("google.fr", "google.com")) and parts.path == "/url":
        return next((target for name in ("url", "q") if (target := parse_qs(parts.query).get(name, [""])[0])), address)
    return address


def _splittable(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _valid(address: str) -> bool:
    if len(address) > LIMIT or any(letter.isspace() for letter in address) or not _splittable(address):
        return False
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _port_valid(address):
        return False
    try:
        ascii_host = host.encode("idna").decode()
    except UnicodeError:
        return False
    if IP_ADDRESS.match(ascii_host):
        return all(int(part) < 256 for part in ascii_host.split("."))
    return bool(HOST.match(ascii_host)) and not (host.startswith("www.") and host.count(".") == 1)


def _port_valid(address: str) -> bool:
    try:
        return urlsplit(address).port is None or True
    except ValueError:
        return False


def _host_lowered(address: str) -> str:
    scheme, _, rest = address.partition("://")
    end = next((at for at, letter in enumerate(rest) if letter in "/?#"), len(rest))
    return f"{scheme.lower()}://{rest[:end].lower()}{rest[end:]}"
