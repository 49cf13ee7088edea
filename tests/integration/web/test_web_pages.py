"""What holds for every page: weight, validity, nothing inline, one language at a time, a way out of each error."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings

from maillage.directory.models import Place
from maillage.web import errors
from maillage.web.context import bare_page
from tests.factories import web as factory
from tests.integration.web.pages import Node, parse, weight

HEAVIEST_PAGE = 14 * 1024
HEAVIEST_STYLE = 14 * 1024
PATHS = [
    "/",
    "/lieux/",
    "/lieux/?ou=Gu%C3%A9ret&rayon=100",
    "/lieux/?ou=Creuse&quoi=imp%C3%B4ts&cout=gratuit&public=seniors",
    "/lieux/?ou=Saint-Sulpice",
    "/lieux/?ou=Zorglub",
    "/lieux/?quoi=zorglub",
    "/accessibilite/",
    "/referentiels/",
    "/referentiels/services/",
    "/sante/",
    "/nulle-part/",
    "/connexion/",
]
LANGUAGES = pytest.mark.parametrize("language", ["", "/en"])
Publish = Callable[[], None]


@pytest.fixture
def full(published: Publish) -> Iterator[None]:
    """Long names, many offers: the heaviest pages."""
    facets = {"costs": ["gratuit", "payant"], "audiences": ["jeunes", "seniors"], "who_may_come": ["inscrits"], "access": ["telephoner", "se-presenter"]}
    services = [*factory.SERVICES, "demarches-argent-impots", "sante-en-ligne", "culture-numerique"]
    for rank in range(24):
        name = f"Médiathèque intercommunale numéro {rank} du Pays de Saint-Marc à Frontenac et des Monts d'Ambazac réunis"
        factory.place(f"long-{rank}", name=name, offers=[(code, facets) for code in services] if rank % 2 else (), description="Une longue présentation. " * 60)
    published()
    yield


def links_of(page: Node) -> list[str]:
    return [link.get("href") or "" for link in page.all("a")]


@LANGUAGES
def test_every_page_is_valid_light_and_holds_nothing_inline(client: Client, full: None, language: str) -> None:
    for path in PATHS:
        response = client.get(language + path)
        page = parse(response)
        assert weight(response) <= HEAVIEST_PAGE, path
        scripts = [script.get("src") for script in page.all("script") if script.get("type") != "application/ld+json"]  # data: no browser runs it
        assert scripts == (["/static/web/map.js"] if page.all("[data-map]") else []), path
        assert not page.all("style"), path
        assert not [name for element in page.element.iter() for name in element.attrib if name == "style" or name.startswith("on")], path
        assert len(page.all("h1")) == 1 and len(page.all("title")) == 1, path
        assert page.one("a.skip").get("href") == "#contenu" and page.one("main").get("id") == "contenu", path


@LANGUAGES
def test_the_policy_of_every_page_lets_nothing_inline_nor_foreign_in(client: Client, creuse: None, language: str) -> None:
    for path in PATHS:
        policy = client.get(language + path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy, path


@LANGUAGES
def test_the_heaviest_place_is_light_too(client: Client, full: None, language: str) -> None:
    place = Place.objects.filter(offers__isnull=False).order_by("pk").first()
    assert place
    response = client.get(f"{language}/lieux/{place.code}/", follow=True)
    parse(response)
    assert weight(response) <= HEAVIEST_PAGE


def test_headings_never_skip_a_level(client: Client, full: None) -> None:
    for path in PATHS:
        levels = [int(node.element.tag[1]) for node in parse(client.get(path)).all("body") for node in headings(node)]
        assert levels[0] == 1 and all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), path


def headings(page: Node) -> list[Node]:
    return [Node(element) for element in page.element.iter() if element.tag in {"h1", "h2", "h3", "h4"}]


def test_ids_are_unique_and_every_reference_leads_somewhere(client: Client, full: None) -> None:
    for path in PATHS:
        page = parse(client.get(path))
        ids = [element.get("id") for element in page.element.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), path
        for name in ("aria-labelledby", "aria-describedby", "for", "list"):
            wanted = {word for element in page.element.iter() for word in (element.get(name) or "").split()}
            assert wanted <= set(ids), (path, name)


def test_pages_say_their_language_and_the_other_one(client: Client, creuse: None) -> None:
    french, english = parse(client.get("/lieux/?ou=Creuse")), parse(client.get("/en/lieux/?ou=Creuse"))
    assert (french.get("lang"), english.get("lang")) == ("fr", "en")
    assert french.one("a.turn").get("href") == "/en/lieux/?ou=Creuse" and english.one("a.turn").get("href") == "/lieux/?ou=Creuse"
    alternates = {link.get("hreflang"): link.get("href") for link in english.all("link[rel=alternate]")}
    assert alternates == {"fr": f"{settings.PUBLIC_URL}/lieux/", "en": f"{settings.PUBLIC_URL}/en/lieux/"}
    assert french.one("link[rel=canonical]").get("href") == f"{settings.PUBLIC_URL}/lieux/?ou=Creuse"


def test_english_pages_are_in_english(client: Client, creuse: None) -> None:
    said = parse(client.get("/en/lieux/?ou=Gu%C3%A9ret&quoi=tax")).text
    for french in ("lieux", "Où ?", "vérifié", "Ouvert jusqu", "à vol d’oiseau", "proches"):
        assert french not in said


def test_the_home_page_tells_what_there_is(client: Client, creuse: None) -> None:
    page = parse(client.get("/"))
    assert page.one("form").get("action") == "/lieux/" and {field.get("name") for field in page.all("input")} == {"quoi", "ou"}
    assert [figure.text for figure in page.all("dl.figures dd")] == ["60", "1", "22 novembre 2026"]
    for url in [url for url in links_of(page) if "besoin=" in url]:
        assert client.get(url).status_code == 200


def test_the_home_page_works_before_anything_is_published(client: Client, published: Publish) -> None:
    published()
    assert not parse(client.get("/")).all("dl.figures")


def test_no_link_leads_nowhere(client: Client, creuse: None) -> None:
    seen: set[str] = set()
    for start in ("/", "/lieux/?ou=Gu%C3%A9ret", "/en/lieux/?ou=Gu%C3%A9ret"):
        for url in links_of(parse(client.get(start))):
            if url.startswith("/") and url not in seen:
                seen.add(url)
                assert client.get(url, follow=True).status_code == 200, url


@pytest.mark.parametrize(("name", "status"), [("bad_request", 400), ("permission_denied", 403), ("not_found", 404)])
def test_every_error_has_its_page_and_a_way_out(rf: RequestFactory, name: str, status: int) -> None:
    response = getattr(errors, name)(rf.get("/"), Exception("raison"))
    assert response.status_code == status
    assert "/" in links_of(parse(response))


def test_a_form_too_old_is_told_so(rf: RequestFactory) -> None:
    response = errors.csrf_failure(rf.post("/"))
    assert response.status_code == 403
    assert "trop longtemps" in parse(response).text


def test_the_last_page_needs_neither_base_nor_request(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Ce n’est pas de votre faute." in parse(response).text


def test_pages_keep_their_words_without_icons_nor_fonts(client: Client, creuse: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maillage.web.templatetags.web_parts.is_installed", lambda path: False)
    page = parse(client.get("/lieux/?ou=Gu%C3%A9ret"))
    assert not page.all("svg") and "Trouver de l’aide" in page.text


def test_the_style_sheet_is_light_and_follows_the_direction_of_reading() -> None:
    import gzip

    path = finders.find("web/maillage.css")
    assert isinstance(path, str)
    style = Path(path).read_bytes()
    assert len(gzip.compress(style)) <= HEAVIEST_STYLE
    text = re.sub(r"/\*.*?\*/", "", style.decode(), flags=re.DOTALL)
    assert not re.findall(r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|width|height|float: (?:left|right)) *:", text)
    assert "http" not in text and "@import" not in text


def test_icons_used_by_templates_are_listed() -> None:
    folder = Path(errors.__file__).parent
    listed = set((folder / "icons.txt").read_text().split())
    named = {name for file in folder.rglob("*.html") for name in re.findall(r'{% icon "([\w-]+)"', file.read_text())}
    from maillage.web.resident import what

    assert named | set(what.ICONS.values()) | set(what.NEED_ICONS.values()) == listed


def test_the_page_of_the_parts_shows_them_all() -> None:
    from maillage.web.style import views

    template = get_template("web/style.html")
    assert template
    shown = (Path(errors.__file__).parent / "templates/web/style.html").read_text()
    parts = {file.name for file in (Path(errors.__file__).parent / "templates/web/parts").glob("*.html")}
    assert parts - {"crumbs.html", "facet.html", "phone.html", "map.html"} <= set(re.findall(r"web/parts/([\w]+\.html)", shown))
    for template_name, context in views.PAGES.values():
        get_template(template_name).render({**bare_page(), **context, "language": "fr"})


@override_settings(DEBUG=False)
def test_the_page_of_the_parts_is_not_for_visitors(client: Client) -> None:
    assert client.get("/style/").status_code == 404
