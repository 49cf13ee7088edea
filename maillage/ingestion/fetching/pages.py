"""Knows how a JSON answer holds a list: under which key, and at which address it goes on."""

import json
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from maillage.base.outside import Answer
from maillage.base.outside.addresses import joined, parse, refused
from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.encoding import decode
from maillage.ingestion.formats.json.reader import USUAL
from maillage.ingestion.formats.objects.paging import Onward
from maillage.ingestion.formats.objects.scanning import everything
from maillage.ingestion.formats.table import check_rows

WITH_KEY = re.compile(r"^(https?://[^/?#@]+[/?].*)@([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)$", re.ASCII | re.IGNORECASE)
GOES_ON = re.compile(rb'"(?:@odata\.)?next|"rel"\s*:\s*"next"', re.IGNORECASE)
KEYS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a page as JSON, under which key they are, and what the page says of the others."""

    rows: list[bytes]
    key: str
    onward: Onward


@dataclass
class Found:
    """What an answer holds: its lists, each with its rows, and its other values."""

    lists: dict[str, list[bytes]] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    onward: Onward = field(default_factory=Onward)


def split_key(url: str) -> tuple[str, str]:
    """The address, and the key written after it (`https://exemple.fr/api@lieux`), or "". A « @ » of the address itself is written %40."""
    parts = WITH_KEY.match(url.strip())
    return (parts[1], parts[2]) if parts else (url, "")


def read(answer: Answer, key: str) -> Page | None:
    """The first page; None when the answer is whole and needs no key: whoever reads the list will open it. Raise NotReached for a wrong key."""
    if not key and not (answer.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and GOES_ON.search(answer.content)):
        return None
    try:
        found = _found(answer.content)
    except UnreadableFile:
        if not key:
            return None
        found = Found()
    if not key and not found.onward.address:
        return None
    chosen = key or _chosen(found)
    if chosen not in found.lists:
        raise _wrong_key(answer.url, key, found)
    return Page(found.lists[chosen], chosen, found.onward)


def next_of(answer: Answer, key: str) -> Page:
    """A page that follows the first: the list stands under the same key. Raise NotReached when it does not."""
    try:
        found = _found(answer.content)
    except UnreadableFile:
        found = Found()
    if key not in found.lists:
        raise refused(answer.url, _("cette page de la liste ne peut pas être lue"), _("Signalez-le à qui publie la liste, ou déposez le fichier."))
    return Page(found.lists[key], key, found.onward)


def written(rows: list[bytes], onward: Onward) -> bytes:
    """All rows as one JSON list; beside what tells that some lack, for whoever reads it to say so."""
    whole = b"[%s]" % b",".join(rows)
    if not onward.lacking(len(rows)):
        return whole
    return b'{"total":%d,"next":%s,"rows":%s}' % (onward.total, json.dumps(onward.address or onward.mark).encode(), whole)


def next_address(before: str, told: str) -> str:
    """The address of a next page, in https when the page before was: services behind a proxy often tell theirs as http. Raise NotReached."""
    here, there = parse(before), joined(before, told)
    if here.scheme == "http" or there.scheme == "https":
        return there.url
    if here.host != there.host:
        raise refused(there.url, _("la suite de la liste n’est pas chiffrée"), _("Signalez-le à qui publie la liste, ou déposez le fichier."))
    return f"https://{here.authority}{there.path}"


def _found(content: bytes) -> Found:
    """What an answer holds, never whole in memory but as text. Raise UnreadableFile when it is not JSON, or has too many rows."""
    found, count = Found(), 0
    for item in everything(decode(content).text):
        if not found.onward.hear(item):
            count += 1
            check_rows(count)
            found.lists.setdefault(item.path, []).append(json.dumps(item.value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
        elif isinstance(item.value, list):
            found.lists.setdefault(item.path, []) if not item.value else None
        elif len(found.names) < KEYS_SHOWN:
            found.names[item.path] = None
    return found


def _chosen(found: Found) -> str:
    """The only list of an answer that is not empty, else the only one that has a usual name; "" when a key must choose."""
    filled = [path for path, rows in found.lists.items() if rows]
    usual = [path for path in filled if path.rpartition(".")[2] in USUAL]
    return filled[0] if len(filled) == 1 else usual[0] if len(usual) == 1 else ""


def _wrong_key(url: str, key: str, found: Found) -> Exception:
    names = [path for path in (*found.lists, *found.names) if path][:KEYS_SHOWN]
    known = ", ".join(f"«\u202f{name}\u202f»" for name in names)
    if not key:
        why = _("la liste est en plusieurs pages, et la réponse a plusieurs listes ou aucune")
        return refused(url, why, _("Écrivez après l’adresse « @ » et l’une de ses clés : %(keys)s.") % {"keys": known})
    if not names:
        return refused(url, _("la réponse n’est pas un objet JSON : la clé « %(key)s » n’y est pas") % {"key": key}, _("Retirez « @ » et la clé."))
    return refused(
        url, _("la réponse n’a pas de liste sous la clé « %(key)s »") % {"key": key}, _("Écrivez après « @ » l’une de ses clés : %(keys)s.") % {"keys": known}
    )
