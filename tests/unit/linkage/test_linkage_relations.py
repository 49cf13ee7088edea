"""Two records that are linked without being one: only what is plain, and in the right direction."""

from dataclasses import replace

import pytest

from maillage.directory.models import Relation
from maillage.linkage.enums import Decision, Link
from maillage.linkage.records import LinkRecord
from maillage.linkage.resolve import resolve
from maillage.linkage.wording import say

CENTRE = LinkRecord("b", "source:y", "1", "Centre social des Salines", ("CS",), "Résidence Pietra di Mare", "20090", "Ajaccio", "2A004", 41.92, 8.72)
PERMANENCE = replace(CENTRE, id="a", source="source:x", name="Permanence Centre social des Salines", kinds=("ML",))
BUS = LinkRecord(
    "b", "source:x", "1", "Bus France services du Grand Dax", ("RFS",), "20 avenue de la Gare", "40100", "Dax", "40088", 43.71, -1.05, phones=("+33558000000",)
)
STOP = replace(
    BUS,
    id="a",
    record_id="2",
    name="Bus France services du Grand Dax – arrêt place du Marché",
    street="Place du Marché",
    commune="Tercis",
    insee="40314",
    latitude=43.67,
)
NETWORK = LinkRecord("b", "source:x", "1", "Réseau de lecture Chavanon Combrailles et Volcans", ("BIB",), "6 avenue", "63380", "Pontaumur", "63283")
MEMBER = replace(NETWORK, id="a", record_id="2", name="Point lecture Réseau de lecture Chavanon Combrailles et Volcans", commune="Herment", insee="63175")
READING = replace(CENTRE, id="a", source="source:x", name="Relais-lecture des Salines", kinds=("RELAIS_LECTURE",))


def links(*records):
    return [(one.decision, one.link, one.is_backwards) for one in resolve(records).verdicts]


@pytest.mark.parametrize(
    ("subject", "other", "link"),
    [
        (PERMANENCE, CENTRE, Link.HOSTED_AT),
        (READING, CENTRE, Link.HOSTED_AT),
        (STOP, BUS, Link.STOP_OF),
        (MEMBER, NETWORK, Link.PART_OF_NETWORK),
    ],
)
def test_what_is_linked_is_not_merged_and_goes_one_way(subject, other, link):
    assert links(subject, other) == [(Decision.RELATION, link, False)]
    assert links(replace(subject, id="c"), other) == [(Decision.RELATION, link, True)]
    assert resolve([subject, other]).groups == []


def test_one_address_and_two_kinds_are_one_building_whatever_the_order():
    town_hall = replace(CENTRE, name="Mairie d’Ajaccio", kinds=("MUNI",), phones=("+33495000000",))
    social = replace(town_hall, id="a", source="source:x", name="CCAS d’Ajaccio", kinds=("CCAS",))
    assert links(town_hall, social) == [(Decision.RELATION, Link.SAME_BUILDING, False)]


@pytest.mark.parametrize(
    "host",
    [
        replace(CENTRE, name="Centre social Saint-Jean"),  # another one
        replace(CENTRE, commune="Bastia", insee="2B033", postal_code="20200"),
        replace(CENTRE, name="Médiathèque des Salines", kinds=("BIB",)),
        replace(CENTRE, latitude=41.95),  # three kilometres away
        replace(CENTRE, name="Permanence Centre social des Salines", kinds=("CAF",)),  # hosted there too
    ],
)
def test_a_permanence_is_not_hosted_by_what_does_not_fit(host):
    assert Link.HOSTED_AT not in [link for _decision, link, _backwards in links(PERMANENCE, host)]


def test_the_town_hall_of_an_address_hosts_a_permanence():
    told = replace(PERMANENCE, name="Permanence Ajaccio", street="Mairie d’Ajaccio, place Foch")
    town_hall = replace(CENTRE, name="Mairie d’Ajaccio", kinds=("MUNI",), street="Place Foch")
    assert links(told, town_hall) == [(Decision.RELATION, Link.HOSTED_AT, False)]
    assert Link.HOSTED_AT not in [
        link for _decision, link, _backwards in links(told, replace(town_hall, name="Mairie annexe", street="1 rue Basse", latitude=None))
    ]


def test_a_library_whose_address_names_the_town_hall_is_hosted_there():
    library = replace(CENTRE, id="a", source="source:x", name="Bibliothèque municipale", kinds=("BIB",), complement="Mairie")
    assert links(library, replace(CENTRE, name="Mairie d’Ajaccio", kinds=("MUNI",), latitude=None)) == [(Decision.RELATION, Link.HOSTED_AT, False)]


def test_two_that_each_name_the_other_as_their_building_only_share_it():
    library = replace(CENTRE, id="a", source="source:x", name="Médiathèque de Ceignac", kinds=("BIB",), complement="France services")
    counter = replace(CENTRE, name="France services Ceignac", kinds=("RFS",), complement="Médiathèque", street="5 place Foch")
    assert links(replace(library, street="5 place Foch"), counter) == [(Decision.RELATION, Link.SAME_BUILDING, False)]


@pytest.mark.parametrize("complement", ["", "Bibliothèque de Dax"])
def test_a_vehicle_is_in_no_building_though_it_has_the_address_of_one(complement):
    depot = replace(BUS, id="a", source="source:y", name="Bibliothèque du Grand Dax", kinds=("BIB",))
    assert links(depot, replace(BUS, complement=complement)) == []


def test_two_stops_of_one_bus_are_never_one_place():
    other = replace(STOP, id="b", source="source:y", street="Le Bourg", latitude=43.65, name="Bus France services du Grand Dax – arrêt le Bourg")
    assert links(STOP, other) == []
    assert resolve([STOP, other]).groups == []


def test_an_outpost_of_a_bus_at_a_numbered_address_is_no_stop():
    outpost = replace(STOP, name="France services du Grand Dax - Antenne de Tercis")
    assert links(outpost, BUS) == [(Decision.RELATION, Link.STOP_OF, False)]
    assert links(replace(outpost, street="5 place du Marché"), BUS) == []
    assert links(replace(outpost, phones=("+33558111111",)), BUS) == []


@pytest.mark.parametrize(("name", "kinds", "link"), [("Médiathèque Daniel-Rondeau", ("BIB",), Link.PART_OF_NETWORK), ("Espace Épernay", ("MJC",), None)])
def test_a_library_among_those_of_a_commune_is_part_of_them_and_not_asked_about(name, kinds, link):
    several = replace(CENTRE, name="Les Médiathèques", kinds=("BIB",), latitude=None)
    one = replace(CENTRE, id="a", source="source:x", name=name, kinds=kinds, street="4 rue Gabriel Fauré", latitude=None)
    assert links(one, several) == ([(Decision.RELATION, link, False)] if link else [])
    assert links(replace(one, street=several.street, name="Médiathèque"), several) != links(one, several)


def test_the_link_of_a_verdict_is_said_without_worth():
    (verdict,) = resolve([PERMANENCE, CENTRE]).verdicts
    assert "le premier est accueilli par le second" in say(verdict.contributions).split(" · ")


def test_links_are_said_in_the_words_of_the_relations_that_follow_from_them() -> None:
    said = {link.value: str(link.label) for link in Link if link}

    assert said.items() <= {kind.value: str(kind.label) for kind in Relation.Kind}.items()
