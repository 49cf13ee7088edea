"""Knows how a JSON answer holds a list: under which key, and at which address it goes on."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.outside import Answer
from maillage.base.outside.addresses import joined, parse, refused

WITH_KEY = re.compile(r"^(https?://[^/?#@]+[/?].*)@([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)$", re.ASCII | re.IGNORECASE)
GOES_ON = re.compile(rb'"next(?:_page)?"\s*:\s*["{]|"links"\s*:\s*\{')
NEXT = ("next", "next_page", "links.next", "links.next.href")
KEYS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a page, and the address of the next one or ""."""

    rows: list[Any]
    following: str


def split_key(url: str) -> tuple[str, str]:
    """The address, and the key written after it (`https://exemple.fr/api@lieux`), or "". A « @ » of the address itself is written %40."""
    parts = WITH_KEY.match(url.strip())
    return (parts[1], parts[2]) if parts else (url, "")


def read(answer: Answer, key: str) -> Page | None:
    """The first page; None when the answer is whole and needs no key: whoever reads the list will open it. Raise NotReached for a wrong key."""
    if not key and not (answer.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and GOES_ON.search(answer.content)):
        return None
    document = _parsed(answer.content)
    following = _following(document)
    rows = _under(document, key) if key else _only_list(document)
    if rows is None and key:
        raise _wrong_key(answer.url, key, document)
    return None if rows is None else Page(rows, following)


def next_of(answer: Answer, key: str) -> Page:
    """A page that follows the first. Raise NotReached when it holds no list."""
    document = _parsed(answer.content)
    rows = _under(document, key) if key else _only_list(document)
    if rows is None:
        raise refused(answer.url, _("cette page de la liste ne peut pas être lue"), _("Signalez-le à qui publie la liste, ou déposez le fichier."))
    return Page(rows, _following(document))


def written(rows: list[Any]) -> bytes:
    """All rows as one JSON list."""
    return json.dumps(rows).encode("ascii")


def next_address(before: str, told: str) -> str:
    """The address of a next page, in https when the page before was: services behind a proxy often tell theirs as http. Raise NotReached."""
    here, there = parse(before), joined(before, told)
    if here.scheme == "http" or there.scheme == "https":
        return there.url
    if here.host != there.host:
        raise refused(there.url, _("la suite de la liste n’est pas chiffrée"), _("Signalez-le à qui publie la liste, ou déposez le fichier."))
    return f"https://{here.authority}{there.path}"


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _under(document: Any, key: str) -> list[Any] | None:
    found = _walk(document, key)
    return found if isinstance(found, list) else None


def _only_list(document: Any) -> list[Any] | None:
    """The only list of objects that an object holds."""
    values = document.values() if isinstance(document, dict) else ()
    lists = [value for value in values if isinstance(value, list) and all(isinstance(each, dict) for each in value)]
    return lists[0] if len(lists) == 1 else None


def _following(document: Any) -> str:
    return next((found for path in NEXT if isinstance(found := _walk(document, path), str) and found), "")


def _walk(document: Any, path: str) -> Any:
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _wrong_key(url: str, key: str, document: Any) -> Exception:
    if not isinstance(document, dict):
        return refused(url, _("la réponse n’est pas un objet JSON : la clé « %(key)s » n’y est pas") % {"key": key}, _("Retirez « @ » et la clé."))
    known = ", ".join(f"«\u202f{name}\u202f»" for name in list(document)[:KEYS_SHOWN])
    return refused(
        url, _("la réponse n’a pas de liste sous la clé « %(key)s »") % {"key": key}, _("Écrivez après « @ » l’une de ses clés : %(keys)s.") % {"keys": known}
    )
