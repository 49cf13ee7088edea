"""Knows how web addresses are written in lists: without scheme, several in a cell, with a label. Never changes the case of a path."""

import re
from urllib.parse import parse_qs, urlsplit

from maillage.ingestion.normalisers.text import clean, is_placeholder
from maillage.ingestion.remarks import NONE, Remark, Remarks

LIMIT = 500
SEPARATORS = re.compile(
    r"\s*(?:[|\n]|;(?=\s*(?:https?:|www\.))|,\s+|\s/\s|\s-\s|\s(?:ou|et)\s(?=\s*(?:https?:|www\.|[\w-]+(?:\.[\w-]+)+))|\s{3,})\s*", re.IGNORECASE
)
LABEL = re.compile(r"^\s*(?:facebook|site(?:\s+(?:internet|web))?|page|lien|url|web|adresse)\s*:\s*(?=\S)", re.IGNORECASE)
SCHEME = re.compile(r"^(?:h+t+p+(s?)|hhtp(s?)|htpp(s?))\s*[:;]?\s*/{1,3}\s*", re.IGNORECASE)
HOST = re.compile(r"^(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z]{2,24}$")
IP_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
EDGES = " \t<>\"'()[],;"


def urls(text: str) -> tuple[list[str], Remarks]:
    """Every address of a cell, with a scheme; what is not one is remarked."""
    found: list[str] = []
    remarks: list[Remark] = []
    for piece in filter(None, (piece.strip() for piece in SEPARATORS.split(clean(text)))):
        for part in piece.split() if _all_addresses(piece) else [piece]:
            address, repaired = _read(part)
            if not address:
                remarks.append(Remark("placeholder" if is_placeholder(part) else "url_unreadable", raw=part))
            elif address not in found:
                found.append(address)
                remarks += [Remark("url_repaired", raw=part, kept=address)] if repaired else []
    return found, tuple(remarks) if remarks else NONE


def url(text: str) -> tuple[str, Remarks]:
    """The first address of a cell."""
    found, remarks = urls(text)
    return (found[0] if found else ""), remarks


def _all_addresses(piece: str) -> bool:
    words = piece.split()
    return len(words) > 1 and all(HOST.match(SCHEME.sub("", word).lower().split("/", 1)[0]) for word in words)


def _read(piece: str) -> tuple[str, bool]:
    bare = LABEL.sub("", piece).strip(EDGES)
    scheme = SCHEME.match(bare)
    rest = bare[scheme.end() :] if scheme else bare
    secure = bool(scheme and any(scheme.groups()))
    address = f"{'https' if secure or not scheme and _known_secure(rest) else 'http'}://{rest}"
    target = _unwrapped(address)
    if not _valid(target):
        return "", False
    plain = bare if scheme else rest
    return _host_lowered(target), target != address or (bool(scheme) and not plain.lower().startswith(("http://", "https://"))) or bare != piece.strip()


def _known_secure(rest: str) -> bool:
    """Sites that have answered in https only for years: the scheme is added as they write it themselves."""
    host = rest.split("/", 1)[0].lower()
    return host.endswith((".gouv.fr", "facebook.com", "instagram.com"))


def _unwrapped(address: str) -> str:
    """The page behind a search engine's redirection."""
    parts = urlsplit(address) if _splittable(address) else None
    if parts and parts.hostname and parts.hostname.endswith("google.fr") and parts.path == "/url":
        return parse_qs(parts.query).get("url", [address])[0]
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
    if "@" in parts.netloc or not _port_valid(address):
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
    return f"{scheme}://{rest[:end].lower()}{rest[end:]}"
