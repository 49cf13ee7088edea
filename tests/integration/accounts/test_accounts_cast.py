"""The cast is made of different people; nobody reaches the network; the reference files are optional."""

import socket

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

from maillage.accounts.models import User


def test_cast_are_four_people_without_password(bruno: User, chloe: User, driss: User, eva: User) -> None:
    assert len({bruno.pk, chloe.pk, driss.pk, eva.pk}) == 4
    assert not bruno.has_usable_password()
    assert chloe.initials == "CM"


def test_network_is_blocked() -> None:
    with pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET).connect(("192.0.2.1", 80))


@pytest.mark.loopback
def test_marked_test_reaches_this_machine_only() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        socket.create_connection(listener.getsockname(), timeout=1).close()
