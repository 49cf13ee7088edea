"""Knows who asks: the address of a client as our own proxies saw it, never as the client writes it."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

IPV6_HOME = 64  # bits: what one home or one machine is given


class Client(NamedTuple):
    """Who is counted together. `shared`: a whole network of people behind one address, that the operator named."""

    name: str
    shared: bool


def client_of(request: HttpRequest) -> Client:
    """The client of a request."""
    return named(address_of(request))


def address_of(request: HttpRequest) -> str:
    """What our outermost proxy saw: each proxy adds one address at the end of X-Forwarded-For, so that whatever the client wrote stands before."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return seen
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return told[-settings.PROXIES] if len(told) >= settings.PROXIES and told[-settings.PROXIES] else seen


@lru_cache(maxsize=65_536)
def named(address: str) -> Client:
    """One client for each IPv4 address, and for each home of IPv6; one for all that is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return Client("", False)
    if ip.version == 6 and ip.ipv4_mapped is not None:  # noqa: PLR2004
        ip = ip.ipv4_mapped
    shared = any(ip in network for network in shared_networks())
    return Client(str(ip) if isinstance(ip, IPv4Address) else str(ip_network((ip, IPV6_HOME), strict=False)), shared)


@lru_cache(maxsize=1)
def shared_networks() -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network) for network in settings.API_SHARED_NETWORKS)


def forget() -> None:
    """After a change of settings, in tests."""
    named.cache_clear()
    shared_networks.cache_clear()
