"""Knows by which ports, towards which hosts and through which checked number a connection may be opened."""

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.base.outside import addresses
from maillage.base.outside.addresses import Target, read_number, refused

Resolver = Callable[[str, int], list[str]]  # name and port -> numbers
Connector = Callable[[str, int, float], socket.socket]  # number, port, seconds -> connection

CONNECTION_SECONDS = 10.0  # for one number: a silent one must not eat the time of the next
MOST_NUMBERS = 4  # of one name that are tried
WITH_PORT = re.compile(r":[0-9]+$")


def system_resolver(name: str, port: int) -> list[str]:
    """Numbers of a name, as the system knows them."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)))


def connector(number: str, port: int, seconds: float) -> socket.socket:
    """A connection to a number; no name is read again."""
    return socket.create_connection((number, port), seconds)


@cache
def trusted() -> ssl.SSLContext:
    """The authorities this machine trusts."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Gate:
    """The way out. `inside`: hosts allowed though they are not public, as "host" (usual ports) or "host:port"."""

    ports: frozenset[int] = frozenset({80, 443})
    inside: frozenset[str] = frozenset()
    resolve: Resolver = system_resolver
    connect: Connector = connector
    context: Callable[[], ssl.SSLContext] = field(default=trusted)

    def permitting(self, url: str) -> "Gate":
        """The same, open to one more place: that of an address which the operator, not a user, has chosen."""
        return replace(self, inside=self.inside | {addresses.parse(url).place})

    def numbers(self, target: Target) -> list[str]:
        """Numbers of a target, resolved once and all checked. Raise NotReached when one of them is not to be reached."""
        is_inside = target.place in self.inside or (target.bracketed in self.inside and target.port in self.ports)
        if not is_inside and target.port not in self.ports:
            raise refused(
                target.url,
                _("le port %(port)s n’est pas ouvert aux listes") % {"port": target.port},
                _("Donnez une adresse sans port, ou demandez-le à qui tient ce service (MAILLAGE_FETCH_PORTS)."),
            )
        found = [str(target.number)] if target.number else self._resolved(target)
        if not is_inside and not all((number := read_number(each)) and addresses.is_public(number) for each in found):
            raise refused(
                target.url,
                _("cette adresse mène à un réseau privé"),
                _("Donnez une adresse publique, ou déposez le fichier ; pour un réseau interne, voir MAILLAGE_FETCH_ALLOW_PRIVATE."),
            )
        return found[:MOST_NUMBERS]

    def _resolved(self, target: Target) -> list[str]:
        try:
            found = self.resolve(target.host, target.port)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise refused(target.url, _("aucun site ne porte ce nom"), _("Vérifiez l’adresse, ou réessayez plus tard."))
        return found


def inside_place(written: str) -> str:
    """A host that the operator opens, as "host" or "host:port". Raise NotReached when it is written otherwise."""
    target = addresses.parse(f"http://{written}")
    if target.path != "/" or written.endswith("/"):
        raise refused(written, _("ce n’est pas un nom de machine"), _("Écrivez un nom, ou un nom et son port : « listes.exemple:8080 »."))
    return target.place if WITH_PORT.search(written) else target.bracketed


def gate_of_settings() -> Gate:
    """The way out as the operator set it."""
    return Gate(ports=frozenset(settings.FETCH_PORTS), inside=frozenset(map(inside_place, settings.FETCH_ALLOW_PRIVATE)))
