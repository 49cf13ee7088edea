"""Two hundred persons planted in every column of a list: our own pages may tell what they must, nothing of them leaves, nor shows in the pages of others."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.core.management import call_command
from django.test import Client

from maillage.base.text import fold
from maillage.directory import actions
from maillage.directory.models import Place
from maillage.directory.reuse import persons as filters
from maillage.opendata import dumps
from tests.factories.directory import NOW, WHEN, a_team, say
from tests.factories.persons import MAPPING, Person, persons, rows

pytestmark = pytest.mark.django_db
API = "/api/v1"
COLLECTIONS = ("search?limit=100&unknown=true", "changes?since=0&limit=500", "places?limit=100", "offers?limit=100", "organisations", "networks", "sources")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list imported, and what no list says: closures, providers. The library of the map counts as installed."""
    monkeypatch.setattr("maillage.web.resident.map.asking.is_installed", lambda _path: True)
    told = list(rows())
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, told[0])
    writer.writeheader()
    writer.writerows(told)
    (tmp_path / "liste.csv").write_text(text.getvalue(), "utf-8")
    (tmp_path / "liste.toml").write_text(MAPPING, "utf-8")
    call_command("import", str(tmp_path / "liste.csv"), "--source", "bar", "--mapping", str(tmp_path / "liste.toml"), stdout=io.StringIO())
    for place, person in zip(Place.objects.published().order_by("pk")[:20], persons(), strict=False):
        day = date(2026, 12, 24)
        actions.close(place=place, origin=a_team(place), first_day=day, last_day=day, reason=person.told("Congés de {first} {last}"), by=None, **WHEN)
        provider = person.told("{first} {last}, écrivaine publique, animatrice")
        say(place, offers=[{"concept": "securite", "state": True, "provider": provider, "role": "paid"}])
    actions.publish(now=NOW)


def everything(client: Client) -> Iterator[tuple[str, str]]:
    """Each thing that leaves, as text: dumps, answers of the API, feeds, calendars."""
    dump = dumps.write(now=NOW)
    for file in dump.whole():
        path = dump.folder / file.path
        yield file.path, workbook(path.read_bytes()) if path.suffix == ".xlsx" else path.read_text("utf-8", errors="replace")
    for name in COLLECTIONS:
        yield from pages(client, f"{API}/{name}")
    for code in Place.objects.published().order_by("code").values_list("code", flat=True)[:60]:
        for address in (f"{API}/places/{code}", f"{API}/places/{code}/explanation", f"/donnees/lieux/{code}/fermetures.ics"):
            yield address, text_of(client.get(address))
    yield from embedded(client)
    yield from for_search_engines(client)
    for address in ("/donnees/changements.atom", "/donnees/fermetures.ics?territory=dep:23", "/donnees/catalogue.jsonld", f"{API}/suggestions?q=mairie"):
        yield address, text_of(client.get(address))


def embedded(client: Client) -> Iterator[tuple[str, str]]:
    """What the pages of others show: every page of the frame and of the component's list, found without a question and by need, the map and its points."""
    for path in ("/integrer/lieux/", "/integrer/liste.html"):
        for question in ("territoire=dep:23", "territoire=dep:23&besoin=securite", "q=mairie", "territoire=dep:23&langue=en"):
            following: str | None = f"{path}?{question}"
            while following:
                page = text_of(client.get(following))
                yield following, unescape(page)
                told = re.search(r'<a[^>]*href="([^"]+)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="([^"]+)"', page)
                following = unescape(told[1] or told[2]) if told else None
    for path in ("/integrer/carte/", "/integrer/lieux/"):
        page = text_of(client.get(path, {"territoire": "dep:23"}))
        address = unescape(re.findall(r'data-points="([^"]+)"', page)[0])
        yield f"{path} → {address}", text_of(client.get(address))


def for_search_engines(client: Client) -> Iterator[tuple[str, str]]:
    """What the page of each place says to programs, inside a page that shows what its owner published."""
    for code in Place.objects.published().order_by("code").values_list("code", flat=True):
        page = text_of(client.get(f"/lieux/{code}/", follow=True))
        told = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        yield f"/lieux/{code}/ (JSON-LD)", told[1] if told else ""


def pages(client: Client, address: str) -> Iterator[tuple[str, str]]:
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, (following, answer.content[:300])
        yield following, answer.content.decode()
        told = answer.json().get("next")
        following = told if not told or told.startswith("/") else told.partition("8000")[2] or told


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode().replace("\r\n ", "").replace("\\,", ",")


def workbook(content: bytes) -> str:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row)


def found(text: str, told: list[Person]) -> list[str]:
    """What of these persons a text tells, with what stands around. One of them is named Paris."""
    text = text.encode().decode("unicode_escape", errors="ignore").encode("latin-1", errors="ignore").decode(errors="ignore") if "\\u" in text else text
    folded, figures = f" {fold(text.replace('Europe/Paris', ''))} ", re.sub(r"[\s.\-\u00a0\u202f]", "", text)
    places = [(needle, (figures if needle.isdigit() else folded)) for person in told for needle in person.needles]
    return [read[max(0, read.index(needle) - 40) : read.index(needle) + 40] for needle, read in places if needle in read]


def test_two_hundred_persons_are_nowhere_in_what_leaves(client: Client, planted: None):
    assert Place.objects.published().count() == 200
    leaks = {name: told for name, text in everything(client) if (told := found(text, persons()))}

    assert leaks == {}


def test_the_same_persons_are_found_when_nothing_is_taken_out(client: Client, planted: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(filters, "RULES", {})
    monkeypatch.setattr("maillage.opendata.rows.reuse.open_value", lambda _name, value, **_: value)
    for door in (everything, embedded, for_search_engines):
        seen = " / ".join(told for _name, text in door(client) for told in found(text, persons()))
        assert [person for person in persons() if not any(needle in seen for needle in person.needles)] == [], door.__name__
