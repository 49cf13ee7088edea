"""Knows what every test of the API starts from: an index of its own, and a small base where each kind of thing is found."""

from collections.abc import Iterator
from typing import Any

import pytest

from maillage.directory import actions
from maillage.directory.models import Organisation, Place
from maillage.search import engine
from tests.factories.directory import NOW, TODAY, WHEN, a_coordinator, a_list, deliver, place_of, record, say


@pytest.fixture(autouse=True)
def _fresh_index(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.VAR = tmp_path
    engine.reset()
    yield
    engine.reset()


SERVICE_PHONE = {"number": "+33555520012", "contact": "service"}
PERSON_PHONE = {"number": "+33612345678", "contact": "person"}


@pytest.fixture
def base(db: None) -> dict[str, Place]:
    """Libraries of Guéret, a network, a merged place, one for professionals, one whose list forbids re-use, one that hides its address."""
    open_list, closed_list = a_list(licence="Licence Ouverte 2.0"), a_list("fermee", licence="CC BY-NC-ND 4.0")
    services = {"securite": True, "outils-du-quotidien": True}
    deliver(
        open_list,
        record(
            "library", name="Médiathèque de Guéret", services=services, phones=[SERVICE_PHONE, PERSON_PHONE], costs={"gratuit": True}, hours="Mo 09:00-12:00"
        ),
        record("annex", name="Annexe de Guéret", services={"securite": True, "demarches-administratives": False}),
        record("twin", name="Médiathèque de Guéret"),
        record("reserved", name="Service social", receives_public=False),
        record("hidden", name="Accueil de jour", street="8 avenue Fayolle", latitude=46.17, longitude=1.87, address_hidden=True, services={"securite": True}),
        record("away", name="Médiathèque de Limoges", postal_code="87000", commune="Limoges", insee="87085", services={"securite": True}),
        record("closed", name="Ancienne cyberbase"),
    )
    deliver(closed_list, record("closed-licence", name="Point numérique", services={"securite": True}))
    places = {key: place_of(open_list, key) for key in ("library", "annex", "twin", "reserved", "hidden", "away", "closed")}
    places["forbidden"] = place_of(closed_list, "closed-licence")
    actions.merge([(places["twin"].pk, places["library"].pk)], **WHEN)
    deliver(closed_list, record("library-too", name="Médiathèque", phones=[{"number": "+33555529999", "contact": "service"}], summary="Texte réservé"))
    actions.merge([(place_of(closed_list, "library-too").pk, places["library"].pk)], **WHEN)
    actions.publish(now=NOW)
    say(places["closed"], state="closed")
    say(places["library"], summary="Au cœur de la ville")
    network_of(places)
    actions.close(place=places["annex"], origin=a_coordinator(), first_day=TODAY, last_day=TODAY, reason="Travaux", by=None, **WHEN)
    engine.rebuild()
    return places


def network_of(places: dict[str, Place]) -> Organisation:
    origin = a_coordinator()
    network = actions.create_organisation(origin=origin, record_id="reseau", kind="network", name="Réseau des médiathèques du Grand Guéret", by=None, now=NOW)
    for key in ("library", "annex", "reserved", "forbidden", "twin"):
        place = places["library"] if key == "twin" else places[key]
        actions.relate(kind="part_of_network", place=place, organisation=network, origin=origin, by=None, **WHEN)
    structure = actions.create_organisation(origin=origin, record_id="ville", kind="structure", name="Ville de Guéret", by=None, now=NOW)
    actions.relate(kind="run_by", place=places["annex"], organisation=structure, origin=origin, by=None, **WHEN)
    return network
