"""Knows how an address outside may be written, and which numbers are on the open Internet."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed

Number = IPv4Address | IPv6Address

LONGEST = 2_000  # characters of an address, as browsers and servers agree
SHOWN = 150  # characters of an address in a sentence
DEFAULT_PORTS = {"http": 80, "https": 443}
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")  # what would cut a request in two, or be read in two ways
USER_INFO = re.compile(r"//[^/?#]*@")
HOST = re.compile(r"^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$")
LIKE_A_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$")  # no top domain is a number: the system would read it as one
KEPT_SIGNS = "/%:@!$&'()*+,;=~-._?[]|"  # in a path or a question, as they came

# Beside `is_global`, whose table changes from one Python to the next. IANA's special-purpose registries, and multicast.
CLOSED_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by an operator's customers (CGNAT)
            "127.0.0.0/8",  # this machine
            "168.63.129.16/32",  # what Azure tells its machines, on a number that looks public
            "169.254.0.0/16",  # this cable; 169.254.169.254 tells the secrets of a cloud's machine
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocols
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # former relays of 6to4
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benches
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
OPEN_IPV6 = IPv6Network("2000::/3")  # the rest is not given out: mapped (::ffff:), NAT64 (64:ff9b::), local, multicast
CLOSED_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols: Teredo (2001::/32), benches, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: holds an IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)


class NotReached(NotAllowed):
    """An address outside was refused, or did not answer. Says which one, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address, parted and in the one form in which it is asked."""

    scheme: str
    host: str  # ASCII, in small letters; a number in its usual form, without brackets
    port: int
    path: str  # with the question

    @property
    def number(self) -> Number | None:
        """The number the address gives in place of a name."""
        return read_number(self.host)

    @property
    def place(self) -> str:
        """Host and port, as the list of inside hosts writes them."""
        return f"{self.bracketed}:{self.port}"

    @property
    def bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def authority(self) -> str:
        """Host, and port unless it is the usual one, as the header says."""
        return self.bracketed if self.port == DEFAULT_PORTS[self.scheme] else self.place

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def shown(address: str) -> str:
    """An address fit for a sentence: neither what may be a password or a key, nor what does not print."""
    masked = USER_INFO.sub("//", address, count=1)
    masked, question, _rest = masked.partition("?")
    printable = "".join(sign if sign.isprintable() else "�" for sign in masked)
    return f"{printable[:SHOWN]}{'…' if question or len(printable) > SHOWN else ''}"


def refused(address: str, why: str, remedy: str) -> NotReached:
    """The refusal of an address, as a person reads it."""
    return NotReached(_("%(address)s : %(why)s. %(remedy)s") % {"address": shown(address), "why": why, "remedy": remedy})


def parse(address: str) -> Target:
    """The address in the one form in which it is asked. Raise NotReached when it is not plainly one."""
    text = address.strip()
    if len(text) > LONGEST:
        raise refused(text, _("l’adresse a %(count)s signes") % {"count": len(text)}, _("Donnez une adresse plus courte."))
    if FORBIDDEN.search(text):
        raise refused(text, _("l’adresse contient un signe interdit"), _("Copiez-la de nouveau, sans retour à la ligne."))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise refused(text, _("l’adresse est mal formée"), _("Copiez-la depuis un navigateur.")) from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not parts.hostname:
        raise refused(text, _("ce n’est pas une adresse du Web"), _("Elle doit commencer par https:// ou http://, suivi d’un nom."))
    if "@" in parts.netloc:
        raise refused(text, _("l’adresse contient un nom d’utilisateur"), _("Retirez ce qui précède « @ »."))
    return Target(scheme, _host(text, parts.hostname), DEFAULT_PORTS[scheme] if port is None else port, _path(parts))


def joined(address: str, other: str) -> Target:
    """Where an address leads to when it names another, in full or in part. Raise NotReached."""
    try:
        return parse(urljoin(address, other))
    except ValueError as error:
        raise refused(other, _("l’adresse est mal formée"), _("Signalez-le à qui publie la liste, ou déposez le fichier.")) from error


def _host(address: str, written: str) -> str:
    """The host in small ASCII letters; a number, however written, in its usual form."""
    if ":" in written:
        return _ipv6(address, written)
    host = written
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")  # folds look-alike signs, as the browser does
        except UnicodeError as error:
            raise refused(address, _("le nom du site ne peut pas être lu"), _("Copiez-le depuis un navigateur.")) from error
    host = host.lower().removesuffix(".")
    if not HOST.match(host):
        raise refused(address, _("le nom du site ne peut pas être lu"), _("Copiez-le depuis un navigateur."))
    if LIKE_A_NUMBER.search(host):
        try:
            return str(IPv4Address(socket.inet_aton(host)))  # reads 0x7f.1 and 2130706433 as the system would
        except OSError as error:
            raise refused(address, _("ce numéro n’est pas une adresse"), _("Donnez le nom du site.")) from error
    return host


def _ipv6(address: str, written: str) -> str:
    try:
        return str(IPv6Address(written if "%" not in written else ""))
    except ValueError as error:
        raise refused(address, _("ce numéro n’est pas une adresse"), _("Donnez le nom du site.")) from error


def _path(parts: SplitResult) -> str:
    path, question = quote(parts.path, safe=KEPT_SIGNS), quote(parts.query, safe=KEPT_SIGNS)
    return f"{path if path.startswith('/') else '/' + path}{'?' if question else ''}{question}"


def read_number(text: str) -> Number | None:
    """An IP address in its usual form; None when the text is something else."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_public(number: Number) -> bool:
    """Is it on the open Internet? What is private, local, shared, reserved, or hides another address, is not."""
    if isinstance(number, IPv4Address):
        return number.is_global and not any(number in network for network in CLOSED_IPV4)
    return number.is_global and number in OPEN_IPV6 and not any(number in network for network in CLOSED_IPV6)
