"""What holds for any text whatever: nothing raises, nothing grows beyond its field, nothing is invented, and a clean value is clean again."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.base.text import fold
from maillage.directory.people import contacts
from maillage.ingestion.normalisers import addresses, communes, dates, emails, identifiers, names, phones, points, text, urls
from maillage.ingestion.remarks import RULES

TODAY = date(2026, 11, 23)
_FRAGMENTS = """
12 12bis 3-5 rue av. bd avenue de la du des Foch Mairie Bâtiment B étage 1er - – , ; / | . (at) [a] @ @@ http:// https:/ www. www exemple.fr
exemple .fr contact accueil jean.dupont p.nom mailto: Facebook : 05 57 65 75 39 0241432813 +33 (0)5 0033 3949 115 poste ou et 33000 Bordeaux
CEDEX BP 75 2024 mars 03/03/2024 45000 lundi 21130001700012 W131004321 8.00123E+13 44.8396 -0,5802 44°50'22"N POINT( ) 700000 6600000 NC néant
« » " ' <br> &eacute; Ã© ١٢٣
"""
FRAGMENTS = st.sampled_from([*_FRAGMENTS.split(), "\n", "\xa0", "\x00", "\ufffd", "\ud800"])
WORDS = st.lists(FRAGMENTS, max_size=8).map(" ".join) | st.lists(FRAGMENTS, max_size=6).map("".join)
ANY_TEXT = st.text(max_size=80) | WORDS
calm = settings(deadline=None, max_examples=150)  # the first call loads the communes


@calm
@given(ANY_TEXT)
def test_names(cell: str) -> None:
    once, _remarks = names.name(cell, limit=60)

    assert len(once) <= 60
    assert names.name(once, limit=60)[0] == once


@calm
@given(ANY_TEXT)
def test_lines_and_paragraphs(cell: str) -> None:
    for reader in (text.line, text.paragraphs, text.summary):
        once, _remarks = reader(cell, limit=50)
        assert len(once) <= 50
        assert not {"\x00", "\u200b", "\ud800"} & set(once)


@calm
@given(ANY_TEXT)
def test_streets(cell: str) -> None:
    once, _remarks = addresses.street(cell)
    again, _remarks = addresses.street(once.street)

    assert len(once.street) <= addresses.LIMIT
    assert addresses.street(again.street)[0].street == again.street


@calm
@given(ANY_TEXT, st.sampled_from(["", "971", "974", "988"]))
def test_phones(cell: str, departement: str) -> None:
    found, _remarks = phones.phones(cell, departement=departement)

    for phone in found:
        assert re.fullmatch(r"\+\d{8,15}|\d{2,6}", phone["number"])
        assert phone["number"][-6:].lstrip("+") in re.sub(r"\D", "", cell) or "E" in cell.upper(), "the digits are those received"
        assert phones.phones(phone["number"], departement=departement) == ([phone], ())


@calm
@given(ANY_TEXT)
def test_emails(cell: str) -> None:
    found, _remarks = emails.emails(cell)

    for email in found:
        assert emails.VALID.match(email["address"])
        assert len(email["address"]) <= emails.LIMIT
        assert emails.emails(email["address"]) == ([email], ())
        letters = Counter(fold(text.clean(text.unlinked(cell))).replace(" ", ""))
        assert not Counter(fold(email["address"]).replace(" ", "")) - letters, "every letter was received"


@calm
@given(ANY_TEXT)
def test_sites(cell: str) -> None:
    found, _remarks = urls.urls(cell)

    for address in found:
        assert address.startswith(("http://", "https://"))
        assert len(address) <= urls.LIMIT
        assert urls.urls(address) == ([address], ())


@calm
@given(ANY_TEXT)
def test_days(cell: str) -> None:
    found, _remarks = dates.day(cell, today=TODAY)

    assert found is None or dates.OLDEST <= found <= TODAY
    assert found is None or dates.day(found.isoformat(), today=TODAY) == (found, ())


@calm
@given(ANY_TEXT)
def test_identifiers(cell: str) -> None:
    found, _remarks = identifiers.identifiers(cell)

    for kind, number in found.items():
        assert len(number) <= 14
        assert identifiers.identifiers(number) == ({kind: number}, ())


@calm
@given(ANY_TEXT, ANY_TEXT)
def test_points(latitude: str, longitude: str) -> None:
    found, _remarks = points.point(latitude, longitude)

    if found:
        assert abs(found.latitude) <= 90
        assert abs(found.longitude) <= 180
        again, _remarks = points.point(f"{found.latitude:.7f}", f"{found.longitude:.7f}")
        assert again is None or again == found


@calm
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_communes(code: str, town: str, post: str) -> None:
    kept_code, kept_post, kept_town = communes.insee(code)[0], communes.postal_code(post)[0], communes.name(town)
    settled = communes.settle(kept_code, kept_town, kept_post, None, told=town)

    assert len(settled.commune) <= communes.NAME_LIMIT
    assert len(settled.postal_code) in (0, 5)
    assert len(settled.insee) in (0, 5)
    again = communes.settle(settled.insee, settled.commune, settled.postal_code, None, told=town)
    assert (again.insee, again.commune, again.postal_code) == (settled.insee, settled.commune, settled.postal_code)


@calm
@given(ANY_TEXT)
def test_contacts(cell: str) -> None:
    assert contacts.of_email(cell) in ("service", "person")


@pytest.mark.parametrize("reader", [emails.emails, urls.urls, phones.phones, identifiers.identifiers, addresses.street])
@calm
@given(cell=ANY_TEXT)
def test_a_cell_that_gives_nothing_is_told(reader, cell: str) -> None:  # type: ignore[no-untyped-def]
    value, remarks = reader(cell)

    assert all(remark.rule in RULES for remark in remarks)
    if re.search("[1-9]", text.clean(text.unlinked(cell))):
        assert remarks or any(value), "a cell that says something is kept or told"
