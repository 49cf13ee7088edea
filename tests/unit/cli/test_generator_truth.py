"""The invented places are believable, safe to publish, and the same for the same seed."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siret

from maillage.base.geometry import Point, distance_km
from maillage.cli.generator import week
from maillage.cli.generator.draw import Draw, data
from maillage.cli.generator.lists.cells import lambert_93
from maillage.cli.generator.sites import make_sites, of
from maillage.directory.hours import days
from maillage.ingestion.normalisers import points
from maillage.referentials.selectors import vocabulary
from maillage.territories import selectors as territories

RESERVED = re.compile(r"^(019900|026191|035301|046571|053649)\d{4}$")
VOCABULARIES = {"services", "costs", "audiences", "access", "support", "care", "equipment", "programmes", "labels"}


@pytest.fixture(scope="module")
def creuse():
    return [territories.commune(code) for code in sorted(territories.communes_of(territories.departement("23")))]


@pytest.fixture(scope="module")
def sites(creuse):
    return make_sites(creuse, 200, seed=17)


def test_same_seed_gives_the_same_places(creuse, sites):
    assert make_sites(creuse, 200, seed=17) == sites
    assert make_sites(creuse, 200, seed=18) != sites


def test_more_places_do_not_change_the_first_ones(creuse, sites):
    assert make_sites(creuse, 250, seed=17)[:200] == sites


def test_places_are_of_all_kinds_in_real_communes(creuse, sites):
    assert {site.kind for site in sites} == set(data("kinds"))
    assert {site.commune.code for site in sites} <= {commune.code for commune in creuse}
    assert all(distance_km(Point(site.latitude, site.longitude), site.commune.point) < 10 for site in sites)


def test_contacts_belong_to_nobody(sites):
    assert all(RESERVED.match(site.phone) for site in sites)
    assert all(site.email.endswith(".example") for site in sites)
    assert all(site.website == "" or site.website.split("/")[2].endswith(".example") for site in sites)


def test_numbers_of_establishments_pass_the_check_digits_and_are_nobodys(sites):
    assert all(siret.is_valid(site.siret) and site.siret.startswith("999") for site in sites)
    assert len({site.siret for site in sites}) == len({site.key for site in sites}) == len(sites)


def test_neighbours_that_look_alike_are_there(sites):
    addresses = Counter((site.commune.code, site.number, site.street) for site in sites if site.number)
    phones = {phone: {site.commune.code for site in sites if site.phone == phone} for phone in {site.phone for site in sites}}

    assert max(addresses.values()) >= 3  # town hall, CCAS, France Services in one building
    assert any(len(communes) >= 3 for communes in phones.values())  # stops of a bus, branches of a network
    assert any(site.name.startswith("Point lecture") and site.complement == "Dans le centre social" for site in sites)
    assert sum(site.is_administrative for site in sites) == 1


def test_profiles_use_the_words_of_the_vocabularies():
    for kind, profile in data("kinds").items():
        assert vocabulary("kinds").get(kind), kind
        for name in VOCABULARIES & profile.keys():
            assert [code for code in profile[name] if not vocabulary(name).get(code)] == [], (kind, name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Guéret", "de Guéret"),
        ("Aubusson", "d’Aubusson"),
        ("Le Grand-Bourg", "du Grand-Bourg"),
        ("Les Mars", "des Mars"),
        ("La Souterraine", "de La Souterraine"),
        ("Évaux", "d’Évaux"),
    ],
)
def test_names_of_communes_are_joined_as_in_french(name, told):
    assert of(name) == told


@pytest.mark.parametrize("hours", sorted({hours for profile in data("kinds").values() for hours in profile["hours"]}))
@pytest.mark.parametrize("style", ["clock", "h"])
def test_hours_in_columns_are_read_back(hours, style):
    read = days.from_days(dict(enumerate(week.in_columns(hours, style=style)))).value

    assert week.spans(read) == week.spans(hours)


def test_hours_in_words():
    assert week.in_words("Tu-Fr 14:00-18:00; Sa 09:30-12:00,13:00-17:00") == "Du mardi au vendredi de 14h à 18h, samedi de 9h30 à 12h et de 13h à 17h"
    assert week.in_words("Mo,Tu,Th 09:00-12:00") == "Lundi, mardi et jeudi de 9h à 12h"
    assert week.in_words("") == ""
    assert week.hours_a_week("We,Sa 10:00-12:00") == 4


@given(st.floats(41.5, 51), st.floats(-5, 9))
def test_metres_are_read_back_as_the_same_point(latitude, longitude):
    east, north = lambert_93(latitude, longitude)

    found, _ = points.point(f"{north:.3f}".replace(".", ","), f"{east:.3f}".replace(".", ","))

    assert distance_km(found, Point(latitude, longitude)) < 0.001


def test_communes_without_a_point_cannot_hold_places():
    with pytest.raises(ValueError, match="no commune"):
        make_sites([territories.commune("98818")], 5, seed=1)


def test_draws_depend_on_their_key_only():
    assert Draw.of(1, "a").random() == Draw.of(1, "a").random() != Draw.of(1, "b").random()
