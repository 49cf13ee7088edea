"""Knows the keys by which software asks for more: how one is made, and whose it is. Only its digest is kept."""

import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.http import HttpRequest

from maillage.accounts.models import ApiKey

MARK = "maillage"
PREFIX_LENGTH = 8  # characters that name a key without giving it
SECRET_BYTES = 24


@dataclass(frozen=True)
class Key:
    """A key that holds today, as the API sees it."""

    pk: int
    label: str  # the organisation that uses it
    scopes: frozenset[str]
    last_used_on: date | None = None


def new_secret() -> str:
    """A key nobody has: "maillage_3f0c9a52_…"."""
    return f"{MARK}_{secrets.token_hex(PREFIX_LENGTH // 2)}_{secrets.token_urlsafe(SECRET_BYTES)}"


def prefix_of(secret: str) -> str:
    return secret.split("_", 2)[1]


def digest_of(secret: str) -> str:
    """What is kept of a key. It is drawn at random and long: no salt nor slowness would make it harder to find."""
    return sha256(secret.encode()).hexdigest()


def find(secret: str, *, today: date) -> Key | None:
    """The key that this text is; None when it is none, is over or was revoked."""
    found = ApiKey.objects.holding(today).filter(digest=digest_of(secret)).order_by("pk").first()
    return Key(found.pk, found.label, frozenset(found.scopes), found.last_used_on) if found else None


def key_of(request: HttpRequest) -> Key | None:
    """The key with which a request came; None without one. A wrong key was refused before."""
    return getattr(request, "api_key", None)
