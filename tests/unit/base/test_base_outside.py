"""Addresses outside: how they are written, which numbers are open, and what reaches a connection."""

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.base.outside import Gate, NotReached, inside_place
from maillage.base.outside.addresses import is_public, parse, read_number, shown

PUBLIC = ["1.1.1.1", "93.184.216.34", "192.0.1.1", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "2a01:e0a::1", "2001:660::1"]
CLOSED = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.1"),  # noqa: S104 numbers refused
    *("192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250"),
    *(
        "240.0.0.1",
        "168.63.129.16",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:1.1.1.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
    ),
    *(
        "2001::1",
        "2001:0:53aa:64c::1",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
    ),
    *("fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("number", PUBLIC)
def test_open_internet(number: str) -> None:
    assert is_public(read_number(number))  # type: ignore[arg-type]


@pytest.mark.parametrize("number", CLOSED)
def test_closed_numbers(number: str) -> None:
    assert not is_public(read_number(number))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://exemple.fr", "https://exemple.fr/"),
        ("  HTTPS://Exemple.FR:443/Liste.csv?a=1#b ", "https://exemple.fr/Liste.csv?a=1"),
        ("http://exemple.fr:8080/a b/é%20", "http://exemple.fr:8080/a%20b/%C3%A9%20"),
        ("https://bücher.fr/", "https://xn--bcher-kva.fr/"),
        ("https://exemple.fr./x", "https://exemple.fr/x"),
        ("https://exemple.fr?x=é y", "https://exemple.fr/?x=%C3%A9%20y"),
        ("http://[2606:2800:0220::1]/", "http://[2606:2800:220::1]/"),
        ("http://0x5db8d822/", "http://93.184.216.34/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://0177.1/", "http://127.0.0.1/"),
    ],
)
def test_addresses_take_one_form(written: str, asked: str) -> None:
    assert parse(written).url == asked


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("exemple.fr", "pas une adresse du Web"),
        ("ftp://exemple.fr/", "pas une adresse du Web"),
        ("https:///liste", "pas une adresse du Web"),
        ("https://moi:secret@exemple.fr/", "nom d’utilisateur"),
        ("https://exemple.fr\\@127.0.0.1/", "signe interdit"),
        ("https://exemple.fr/a\r\nHost: b", "signe interdit"),
        ("https://exemple.fr:99999/", "mal formée"),
        ("https://exemple .fr/", "nom du site"),
        ("https://exa%6dple.fr/", "nom du site"),
        ("http://1.2.3.4.5/", "ce numéro n’est pas une adresse"),
        ("http://[fe80::1%25eth0]/", "ce numéro n’est pas une adresse"),
        ("https://exemple.fr/" + "a" * 2_000, "2019 signes"),
    ],
)
def test_addresses_that_are_not_plainly_one_are_refused_with_a_remedy(written: str, why: str) -> None:
    with pytest.raises(NotReached, match=why) as caught:
        parse(written)

    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 400


def test_sentences_show_no_secret() -> None:
    told = shown("https://moi:secret@exemple.fr/liste?cle=secret\n")

    assert told == "https://exemple.fr/liste…"
    assert "\x1b" not in shown("https://exemple.fr/\x1b[31m")


def gate(*numbers: str, **options: object) -> Gate:
    return Gate(resolve=lambda _name, _port: list(numbers), **options)  # type: ignore[arg-type]


def test_one_private_number_among_others_refuses_the_name() -> None:
    assert gate("93.184.216.34").numbers(parse("https://exemple.fr")) == ["93.184.216.34"]
    for answer in (["93.184.216.34", "10.0.0.1"], ["10.0.0.1", "93.184.216.34"], ["93.184.216.34", "not a number"]):
        with pytest.raises(NotReached, match="réseau privé"):
            gate(*answer).numbers(parse("https://exemple.fr"))


def test_names_without_a_number_are_told() -> None:
    with pytest.raises(NotReached, match="aucun site ne porte ce nom"):
        gate().numbers(parse("https://exemple.fr"))


def failing(_name: str, _port: int) -> list[str]:
    raise socket.gaierror


def test_names_that_cannot_be_resolved_are_told() -> None:
    with pytest.raises(NotReached, match="aucun site ne porte ce nom"):
        Gate(resolve=failing).numbers(parse("https://exemple.fr"))


def test_ports_are_those_of_the_web_unless_set() -> None:
    with pytest.raises(NotReached, match="le port 8080"):
        gate("93.184.216.34").numbers(parse("http://exemple.fr:8080"))
    assert gate("93.184.216.34", ports=frozenset({8080})).numbers(parse("http://exemple.fr:8080"))


def test_inside_hosts_are_allowed_by_name_and_port_only() -> None:
    inside = gate("10.0.0.1", inside=frozenset({"listes.exemple", "autres.exemple:8080", "[fd00::1]"}))

    assert inside.numbers(parse("https://listes.exemple/")) == ["10.0.0.1"]
    assert inside.numbers(parse("http://autres.exemple:8080/")) == ["10.0.0.1"]
    assert inside.numbers(parse("http://[fd00::1]/")) == ["fd00::1"]
    for refused in ("http://listes.exemple:22/", "http://autres.exemple/", "http://listes.exemple.fr/", "http://10.0.0.1/", "http://[fd00::2]/"):
        with pytest.raises(NotReached):
            inside.numbers(parse(refused))


def test_permission_of_one_address_is_for_its_port() -> None:
    opened = gate("127.0.0.1").permitting("http://geo.exemple:7878/search")

    assert opened.numbers(parse("http://geo.exemple:7878/other")) == ["127.0.0.1"]
    with pytest.raises(NotReached):
        opened.numbers(parse("http://geo.exemple/"))


@pytest.mark.parametrize(
    ("written", "place"),
    [("Listes.Exemple", "listes.exemple"), ("bücher.fr:8080", "xn--bcher-kva.fr:8080"), ("[FD00::1]", "[fd00::1]"), ("127.1:80", "127.0.0.1:80")],
)
def test_inside_hosts_take_one_form(written: str, place: str) -> None:
    assert inside_place(written) == place


@pytest.mark.parametrize("written", ["10.0.0.0/8", "https://listes.exemple", "listes.exemple/", "listes.exemple/x", "moi@listes.exemple", "fd00::1", "*"])
def test_inside_hosts_are_neither_pages_nor_networks(written: str) -> None:
    with pytest.raises(NotReached):
        inside_place(written)


ADDRESS_PIECES = st.lists(
    st.sampled_from(
        ["http", "https", "://", "//", "@", ":", "/", "\\", "?", "#", "[", "]", "%", "%2e", ".", "127.0.0.1", "0x7f", "::1", "é", "。", "¨", "\t", "80", "a"]
    )
    | st.text(max_size=4),
    max_size=12,
).map("".join)


@given(ADDRESS_PIECES | ADDRESS_PIECES.map("http://{}".format) | st.text(max_size=60).map("https://a{}".format))
@settings(max_examples=500)
def test_any_text_is_an_address_or_a_refusal(text: str) -> None:
    """Nothing else comes out, and an address written again in its one form is the same: what was checked is what is asked."""
    try:
        target = parse(text)
    except NotReached:
        return
    assert parse(target.url) == target
    assert target.url.isascii()
    assert not set(target.url) & set(" \r\n\t\x00\\")
