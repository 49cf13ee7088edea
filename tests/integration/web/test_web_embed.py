"""Pages that others embed: any page may frame them, any script may read them; no cookie, no query, no named contact; and the lines to copy."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from maillage.search import engine
from maillage.web.embed import sheets
from maillage.web.embed.colours import Look
from tests.factories import web as factory
from tests.integration.web.pages import parse, text_of

FRAMES = ("/integrer/lieux/", "/integrer/carte/")
FILES = ("/integrer/liste.html", "/integrer/points.json", "/integrer/couleurs.css", "/integrer/composant.css", "/integrer/maillage-carte.js")
Publish = Callable[[], None]


@pytest.fixture(autouse=True)
def with_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maillage.web.resident.map.asking.is_installed", lambda _path: True)


@pytest.mark.parametrize("path", [*FRAMES, *FILES])
def test_any_page_may_show_them_and_they_leave_nothing(client: Client, creuse: None, path: str) -> None:
    response = client.get(path, {"territoire": "dep:23"})

    assert response.status_code == 200
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/", "/lieux/", "/lieux/carte/", "/donnees/integrer/", "/connexion/"])
def test_no_other_page_may_be_framed(client: Client, creuse: None, path: str) -> None:
    response = client.get(path)

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_they_cost_no_query(client: Client, creuse: None, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine._engine, "clock", lambda: 0.0)
    client.get("/integrer/lieux/")
    with django_assert_num_queries(0):
        for path in (*FRAMES, *FILES):
            client.get(path, {"territoire": "dep:23", "besoin": "demarche"})


def test_every_link_of_the_frame_stays_in_it_or_opens_a_tab_that_is_announced(client: Client, creuse: None) -> None:
    page = parse(client.get("/integrer/lieux/", {"territoire": "dep:23", "couleur": "6a1b9a"}))
    links = [link for link in page.all("a") if not (link.get("href") or "").startswith(("tel:", "#"))]
    inside = [link.get("href") or "" for link in links if link.get("target") != "_blank"]
    outside = [text_of(link) for link in links if link.get("target") == "_blank"]

    assert len(outside) > 10 and all("(nouvel onglet)" in words for words in outside)
    assert inside and all(href.startswith("/integrer/") and "territoire=dep%3A23" in href for href in inside)
    assert all("couleur=6a1b9a" in href for href in inside)
    assert [form.get("action") for form in page.all("form")] == ["/integrer/lieux/"] * 2
    assert {(field.get("name"), field.get("value")) for field in page.all("form input[type=hidden]")} >= {("territoire", "dep:23"), ("couleur", "6a1b9a")}


def test_a_territory_begins_and_where_one_is_wins(client: Client, published: Publish) -> None:
    factory.place("here", offers=["securite"], name="Ici")
    factory.place("there", offers=["securite"], name="Là", commune="87085")
    published()

    def shown(**asked: str) -> list[str]:
        return [text_of(name).split(" (")[0] for name in parse(client.get("/integrer/lieux/", asked)).all(".card-name")]

    assert shown(territoire="dep:23") == ["Ici"]
    assert shown(territoire="dep:87") == ["Là"]
    assert shown(territoire="dep:87", ou="Guéret") == ["Ici"]
    assert sorted(shown()) == ["Ici", "Là"]


def test_the_map_is_that_of_the_list_around_it(client: Client, creuse: None) -> None:
    """Which points it draws: those of the territory, or those near what the visitor said."""
    whole = parse(client.get("/integrer/carte/", {"territoire": "dep:23", "besoin": "demarche"})).one("[data-points]")
    near = parse(client.get("/integrer/lieux/", {"territoire": "dep:23", "ou": "Guéret"})).one("[data-points]")

    assert whole.get("data-points") == "/integrer/points.json?ou=dep%3A23&besoin=demarche"
    assert near.get("data-points") == "/integrer/points.json?ou=Gu%C3%A9ret"
    assert (near.one("a[data-map-open]").get("href") or "").startswith("/integrer/carte/?territoire=dep%3A23&ou=Gu")


def test_a_name_that_several_communes_bear_is_that_of_the_territory(client: Client, published: Publish) -> None:
    factory.place("here", offers=["securite"], commune="23008")
    published()

    assert "près d’Aubusson" in parse(client.get("/integrer/lieux/", {"territoire": "dep:23", "ou": "Aubusson"})).text
    assert "Quel « Aubusson »" in parse(client.get("/integrer/lieux/", {"ou": "Aubusson"})).text


def test_a_named_persons_phone_is_in_none_of_them(client: Client, published: Publish) -> None:
    factory.place("person", offers=["securite"], phones=[{"number": "+33612345678", "contact": "person"}])
    published()
    said = "".join(client.get(path, {"territoire": "dep:23"}).content.decode() for path in (*FRAMES, *FILES))

    assert "12345678" not in said.replace(" ", "").replace("\N{NARROW NO-BREAK SPACE}", "")


def test_nothing_found_leads_somewhere_inside(client: Client, creuse: None) -> None:
    page = parse(client.get("/integrer/lieux/", {"territoire": "dep:23", "quoi": "zorglub"}))

    assert "Nous n’avons rien trouvé" in page.text
    assert all((link.get("href") or "").startswith("/integrer/lieux/?territoire=dep%3A23") for link in page.all(".ways a"))


def test_points_are_those_of_the_list_and_say_what_they_lack(client: Client, published: Publish) -> None:
    factory.place("stated", name="Dit", offers=["securite"])
    factory.place("silent", name="Tait")
    factory.place("vague", name="Vague", offers=["securite"], precision="commune")
    factory.place("elsewhere", name="Ailleurs", offers=["securite"], commune="87085")
    published()
    found: dict[str, Any] = json.loads(client.get("/lieux/points.json", {"ou": "dep:23"}).content)

    assert [(name, known) for _code, _latitude, _longitude, name, _town, known in found["places"]] == [("Dit", 1), ("Tait", 0)]
    assert (found["total"], found["nowhere"]) == (3, 1)
    assert "Guéret" in [name for name, _latitude, _longitude in found["towns"]]


def test_a_hidden_address_is_no_point(client: Client, published: Publish) -> None:
    factory.place("hidden", offers=["securite"], visibility="address_hidden")
    published()

    assert json.loads(client.get("/lieux/points.json").content)["places"] == []


def test_the_outline_is_light_and_kept(client: Client) -> None:
    response = client.get("/carte/departements.json", headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip" and len(response.content) <= 90_000
    assert client.get("/carte/departements.json", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert len(json.loads(client.get("/carte/departements.json").content)["features"]) == 101


def test_only_pages_with_a_map_start_a_worker_and_no_host_is_added(client: Client, creuse: None) -> None:
    assert "worker-src 'self'" in client.get("/lieux/")["Content-Security-Policy"]
    assert "worker-src" not in client.get("/")["Content-Security-Policy"]
    assert "connect-src 'self';" in client.get("/lieux/")["Content-Security-Policy"] + ";"


def test_a_basemap_adds_exactly_its_hosts(client: Client, creuse: None, settings: Any) -> None:
    settings.BASEMAP_STYLE_URL = "https://tuiles.exemple/styles/calme.json"
    settings.BASEMAP_HOSTS = ["images.exemple"]
    settings.BASEMAP_ATTRIBUTION = "© Exemple"
    response = client.get("/lieux/", {"ou": "Guéret"})
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))

    assert policy["connect-src"].split() == ["'self'", "https://images.exemple", "https://tuiles.exemple"]
    assert policy["img-src"].split() == policy["connect-src"].split()
    assert "exemple" not in policy["script-src"] and "exemple" not in policy["default-src"]
    assert "© Exemple" in response.content.decode()
    assert "exemple" not in client.get("/")["Content-Security-Policy"]


def test_without_the_library_there_is_no_map_and_the_list_is_whole(client: Client, creuse: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maillage.web.resident.map.asking.is_installed", lambda _path: False)
    page = parse(client.get("/lieux/", {"ou": "Creuse"}))

    assert not page.all("[data-map]") and not page.all("script")
    assert len(page.all("article")) == 10
    assert "dans la liste" in parse(client.get("/integrer/carte/")).text


def test_without_script_the_map_leads_back_to_the_list(client: Client, creuse: None) -> None:
    page = parse(client.get("/lieux/", {"ou": "Creuse"}))
    there = parse(client.get(page.one("a[data-map-open]").get("href") or ""))

    assert "La carte demande JavaScript" in there.text
    assert there.one("a[id=lieux]").get("href") == "/lieux/?ou=Creuse"


def test_the_look_of_the_component_holds_inside_a_shadow_tree() -> None:
    css = sheets.component(Look())

    assert ":root" not in css
    assert "min-width" not in "".join(line for line in css.splitlines() if line.strip().startswith("@media"))
    assert [line for line in sheets.site().splitlines() if "rem" in line.replace("var(--unit)", "") and "rem;" in line] == []


# The lines to copy


def test_the_lines_show_what_they_give(client: Client, creuse: None) -> None:
    page = parse(client.get("/donnees/integrer/", {"territoire": "Creuse", "besoin": "demarche", "couleur": "#ffdd00"}))
    lines = unescape(page.one("pre").text_as_written)

    assert '<maillage-carte territoire="dep:23" besoin="demarche" couleur="#ffdd00" langue="fr">' in lines
    assert 'src="http://testserver/integrer/maillage-carte.js"' in lines
    assert page.one(".preview [territoire]").get("territoire") == "dep:23"
    assert "La couleur #ffdd00 se lirait mal (1,2 pour 1, il en faut 7)" in page.text


def test_a_frame_needs_no_script(client: Client, creuse: None) -> None:
    page = parse(client.get("/donnees/integrer/", {"territoire": "Guéret", "forme": "cadre", "langue": "en"}))

    source = page.one(".preview iframe").get("src") or ""
    assert source.startswith("http://testserver/en/integrer/lieux/?territoire=Gu")
    assert page.one(".preview iframe").get("title")
    assert not page.all("script")
    assert client.get(source.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("territoire", "Zorglubville", "Nous ne connaissons pas « Zorglubville »"),
        ("territoire", "Saint-Sulpice", "Plusieurs communes portent ce nom"),
        ("couleur", "rouge", "« rouge » n’est pas une couleur"),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_is_made(client: Client, creuse: None, name: str, typed: str, told: str) -> None:
    page = parse(client.get("/donnees/integrer/", {name: typed}))

    assert told in page.text
    assert not page.all("pre")


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "javascript:alert(1)", "'; --x: url(//evil)"])
@pytest.mark.parametrize("name", ["territoire", "besoin", "couleur", "fond", "langue", "forme", "quoi", "theme"])
def test_typed_text_stays_text(client: Client, creuse: None, name: str, hostile: str) -> None:
    for path in ("/donnees/integrer/", "/integrer/lieux/", "/integrer/carte/", "/lieux/points.json", "/integrer/composant.css", "/integrer/liste.html"):
        response = client.get(path, {name: hostile})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
        assert "evil" not in response.content.decode() or not path.endswith(".css")
