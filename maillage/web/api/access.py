"""Knows whether a request may go on: the share of its address, or that of its key. A wrong key is told, never taken for no key."""

from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from maillage.accounts import actions, keys
from maillage.accounts.enums import KeyScope
from maillage.accounts.keys import Key
from maillage.base import clock
from maillage.base.problems import Problem
from maillage.web.api import clients, limits

BEARER = "bearer "
KEPT_S = 10.0  # a revoked key stops at most so long after
MOST_KEYS = 1_000


@dataclass(frozen=True)
class Seen:
    """A good key, and until when it is not looked for again."""

    key: Key
    until: float


seen: dict[str, Seen] = {}


def check(request: HttpRequest) -> None:
    """Count the request, and note the key it came with. A key not seen lately costs a share of the address: guessing is slow. Raise Problem 401 or 429."""
    secret = secret_of(request)
    key = known(secret) if secret else None
    if key is not None and KeyScope.READ_MORE in key.scopes:
        spend(f"key:{key.pk}", settings.API_KEY_RATE)
    else:
        take(request)
        key = key or (found(secret) if secret else None)
    request.api_key = key  # type: ignore[attr-defined]


def take(request: HttpRequest) -> None:
    """One request of the share of this address."""
    client = clients.client_of(request)
    spend(client.name, settings.API_SHARED_RATE if client.shared else settings.API_RATE)


def spend(name: str, rate: float) -> None:
    if wait := limits.limiter.wait(name, rate):
        raise limits.too_many(wait)


def secret_of(request: HttpRequest) -> str:
    """The key given, in one header or the other; "" when there is none. Raise Problem for what is not a key."""
    bearer, header = request.META.get("HTTP_AUTHORIZATION", ""), request.META.get("HTTP_X_API_KEY", "")
    if bearer and not bearer.lower().startswith(BEARER):
        raise wrong_key(_("L’en-tête Authorization attendu est « Bearer », suivi de la clé."))
    given = {bearer[len(BEARER) :].strip() if bearer else "", header.strip()} - {""}
    if len(given) > 1:
        raise wrong_key(_("Deux clés différentes sont données."))
    if not given and (bearer or "HTTP_X_API_KEY" in request.META):
        raise wrong_key(_("La clé donnée est vide."))
    return next(iter(given), "")


def known(secret: str) -> Key | None:
    """A key seen a moment ago."""
    found = seen.get(secret)
    return found.key if found and found.until > monotonic() else None


def found(secret: str) -> Key:
    """The key that the base knows. Raise Problem."""
    key = keys.find(secret, today=clock.today())
    if key is None:
        seen.pop(secret, None)
        raise wrong_key(_("Cette clé n’existe pas, est révoquée ou n’est plus valable."))
    actions.note_use(key, today=clock.today())
    if len(seen) >= MOST_KEYS:
        seen.clear()
    seen[secret] = Seen(key, monotonic() + KEPT_S)
    return key


def wrong_key(detail: str) -> Problem:
    """401."""
    remedy = _("Vérifiez la clé, ou lisez sans clé : la lecture est ouverte.")
    return Problem(HTTPStatus.UNAUTHORIZED, _("Clé refusée"), detail, remedy, headers={"WWW-Authenticate": "Bearer"})
