"""Knows the address of a place's page; and how those of sites and of mail are written where a schema wants them strictly.

What cannot be written so is left out, never mended by guess.
"""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings

from maillage.opendata.rows import PlaceRow

LONGEST = 2083
SIGNS = "/?%:@!$&'()*+,;=~-._"
PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
WORD = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}$){LABEL}(\.{LABEL})*", re.IGNORECASE)
EMAIL = re.compile(rf"{WORD}(\.{WORD})*@({LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)


@lru_cache(maxsize=1024)
def web_address(text: str) -> str | None:
    """An address by http as RFC 3986 writes it: other signs in percents, other letters of the host in ASCII. None when it is not one."""
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host) or parts.username is not None:
        return None
    path, query, fragment = (quote(PERCENT.sub("%25", part), safe=SIGNS) for part in (parts.path, parts.query, parts.fragment))
    written = urlunsplit((parts.scheme, f"{host}:{port}" if port else host, path, query, fragment))
    return written if len(written) <= LONGEST else None


def email(text: str) -> str | None:
    """An address of mail that every reader takes; None when it is not one."""
    return text if EMAIL.fullmatch(text) and len(text) <= 254 and len(text.partition("@")[0]) <= 64 else None


def page_of(place: PlaceRow) -> str:
    """Where people read of a place, whatever its name becomes."""
    return page_at(place.code)


def page_at(code: str) -> str:
    """The same, by its public code."""
    return f"{settings.PUBLIC_URL}/lieux/{code}/"
