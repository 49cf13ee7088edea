"""What likenesses are worth, and when the rules dare decide."""

from dataclasses import replace

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.linkage import kinds, score
from maillage.linkage.blocks import blocks
from maillage.linkage.candidates import candidates
from maillage.linkage.communes import present
from maillage.linkage.enums import Decision, Link, Veto
from maillage.linkage.features import features
from maillage.linkage.features.names import cover
from maillage.linkage.frequencies import count
from maillage.linkage.records import LinkRecord
from maillage.linkage.resolve import ready, resolve
from maillage.linkage.wording import LIKENESSES, say

ELLUL = LinkRecord(
    "a", "source:bibliotheques-publiques", "1", "Médiathèque Jacques Ellul", ("BIB",), "21 rue de Camponac", "33600", "Pessac", "33318", 44.8046, -0.6279
)
SAME_ELLUL = replace(ELLUL, id="b", source="source:gironde", record_id="256", name="Médiathèque Jacques Ellul - Espace Infomédia", phones=("+33556936700",))


def verdict(*records):
    found = resolve(records).verdicts
    return found[0] if found else None


def test_one_library_in_two_lists_merges():
    found = verdict(ELLUL, SAME_ELLUL)

    assert found.decision == Decision.MERGE
    assert (found.a, found.b) == ("a", "b")


def test_the_score_is_the_base_and_what_is_told():
    found = verdict(ELLUL, SAME_ELLUL)

    assert found.score == pytest.approx(score.weights().worth["base"] + sum(one.worth for one in found.contributions), abs=0.06)


def test_two_records_of_a_list_with_official_ids_are_two_places_and_nobody_is_asked():
    other = replace(ELLUL, id="b", record_id="2")

    assert verdict(ELLUL, other) is None
    assert verdict(ELLUL, SAME_ELLUL, other).decision == Decision.MERGE


def test_no_third_record_joins_two_of_a_list_with_official_ids():
    result = resolve([ELLUL, replace(ELLUL, id="c", record_id="2"), SAME_ELLUL])

    assert [len(group) for group in result.groups] == [2]
    assert [one.veto for one in result.verdicts if one.decision == Decision.QUESTION] == [Veto.CLUSTER]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mairie", "CCAS"),
        ("Mairie", "Médiathèque"),
        ("CCAS", "France Services"),
        ("Médiathèque", "France Services"),
        ("Mairie", "France Services"),
        ("Relais lecture", "Centre social"),
    ],
)
def test_services_that_share_a_building_and_a_telephone_stay_apart(one, other):
    here = {"street": "1 place de la République", "commune": "Macau", "insee": "33262", "latitude": 45.0, "longitude": -0.61, "phones": ("+33557884011",)}
    records = [LinkRecord(name, f"source:{name}", name, name=f"{name} de Macau", **here) for name in (one, other)]

    result = resolve(records)

    assert result.groups == []
    assert [(found.decision, found.veto) for found in result.verdicts] == [(Decision.RELATION, Veto.KINDS)]


def test_a_service_inside_another_is_not_that_other():
    reading = replace(ELLUL, name="Relais-Lecture K'LEIDOSCOPE", kinds=("BIB",))
    inside = replace(SAME_ELLUL, name="K'leidoscope", kinds=())

    assert resolve([reading, inside]).groups == []


def test_two_points_of_one_operator_in_one_list_are_never_merged_by_rule():
    one = LinkRecord(
        "a", "source:run", "9", "AGAME Le Réemploi Solidaire", (), "49 boulevard de Verdun", "97420", "Le Port", "97407", phones=("+262262857308",)
    )

    found = verdict(one, replace(one, id="b", record_id="10", street="6 rue Cimendef"))

    assert (found.decision, found.veto) == (Decision.QUESTION, Veto.TWO_POINTS)


def test_two_names_at_one_address_of_one_list_are_never_merged_by_rule():
    one = LinkRecord(
        "a", "source:angers", "32", "Cité des associations (IREPS)", (), "58 boulevard du Doyenné", "49000", "Angers", "49007", phones=("+33241000000",)
    )

    found = verdict(one, replace(one, id="b", record_id="33", name="Cité des associations (OXYGEM)"))

    assert (found.decision, found.veto) == (Decision.QUESTION, Veto.TWO_NAMES)


def test_a_contact_seen_everywhere_proves_little():
    shared = [
        LinkRecord(f"{number}", f"source:{number}", "1", f"Point {number}", (), f"{number} rue {number}", "", "Guéret", "23096", phones=("+33555000000",))
        for number in range(8)
    ]
    both = [replace(one, phones=("+33555111111",)) for one in shared[:2]]

    alone = {one.name: one.worth for one in worths(both)}
    everywhere = {one.name: one.worth for one in worths(shared)}

    assert everywhere["phone_equal"] < alone["phone_equal"] / 2


def worths(records):
    rows = ready(records, present)
    found = blocks(rows)
    common = count(rows, found)
    return score.contributions(features(rows, candidates(found, common.crowded), common), np.arange(1))[0]


def test_a_point_that_only_says_the_commune_says_no_distance():
    vague = replace(ELLUL, precision="commune", latitude=44.5, longitude=-0.2)

    assert not {"far", "very_far", "point_contradicts"} & {one.name for one in verdict(vague, SAME_ELLUL).contributions}


def test_every_weight_is_said_in_words():
    assert set(score.weights().worth) - {"base"} == set(LIKENESSES)


def test_a_score_is_said_in_french_the_weightiest_first():
    with translation.override("fr"):
        assert say([["name", 0.72, 92], ["phone_equal", 1.6, None], ["kind_different", -3.0, None], ["far", -1.2, 1530]]) == (
            "type différent −3,0 · même téléphone +1,6 · loin 1,5\u202fkm −1,2 · nom 92\u202f% +0,7"
        )


def test_kinds_that_never_merge_are_so_both_ways():
    assert kinds.likeness("mairie", "ccas") == kinds.likeness("ccas", "mairie") == kinds.Likeness.FORBIDDEN
    assert kinds.likeness("social_centre", "france_services") == kinds.Likeness.SUCCESSOR
    assert kinds.likeness("", "library") == kinds.Likeness.ONE_SIDED
    assert kinds.likeness("public_digital_space", "library") == kinds.Likeness.COMPATIBLE
    assert kinds.likeness("public_digital_space", "") == kinds.Likeness.UNKNOWN


def test_a_library_named_after_the_town_hall_that_houses_it_is_not_the_town_hall():
    here = {"street": "2 Rue de la Mairie", "commune": "Lalande-de-Pomerol", "insee": "33222", "latitude": 44.956, "longitude": -0.2107}
    library = LinkRecord("a", "source:bibliotheques-publiques", "1", "Mairie De Lalande De Pomerol", ("BIB",), **here)
    town_hall = replace(library, id="b", source="source:gironde", name="Mairie de Lalande de Pomerol", kinds=())

    for kinds_of_it in ((), ("MUNI",)):
        result = resolve([library, replace(town_hall, kinds=kinds_of_it)])
        assert result.groups == []
        assert [(found.decision, found.veto) for found in result.verdicts] == [(Decision.RELATION, Veto.KINDS)]


@pytest.mark.parametrize("name", ["Mission locale du Libournais - Permanence Maison des services publics", "Permanence Maison des services publics"])
def test_a_permanence_in_a_france_services_is_not_that_france_services(name):
    host = LinkRecord(
        "a", "source:france-services", "1", "France services Coutras", ("RFS",), "1 rue A", "33230", "Coutras", "33138", 45.04, -0.13, phones=("+33557000000",)
    )
    permanence = replace(host, id="b", source="source:gironde", name=name, kinds=("ML",))

    assert resolve([host, permanence]).groups == []


def test_who_runs_a_library_does_not_set_it_apart():
    assert verdict(ELLUL, replace(SAME_ELLUL, kinds=("MUNI",))).decision == Decision.MERGE
    assert verdict(ELLUL, replace(SAME_ELLUL, kinds=("ASSO",))).decision == Decision.MERGE
    assert verdict(ELLUL, replace(SAME_ELLUL, kinds=("BIB", "RFS"))).decision == Decision.MERGE


def test_a_label_is_not_taken_over_by_an_address_alone():
    labelled = LinkRecord(
        "a",
        "source:france-services",
        "2187",
        "France services Talence",
        ("RFS",),
        "221 Avenue de Thouars",
        "33400",
        "Talence",
        "33522",
        44.792153,
        -0.591619,
        phones=("+33556846440",),
        emails=("p87ca17@talence.fr",),
    )
    centre = replace(
        labelled,
        id="b",
        source="source:gironde",
        name="Association MIX-CITE Centre social et culturel de Talence",
        kinds=("ASSO",),
        latitude=44.792463,
        longitude=-0.592736,
        phones=("+33556040449",),
        emails=("p6e8b8c@wanadoo.fr",),
    )

    for unlabelled in (centre, replace(centre, kinds=("ASSO", "CSC"))):
        found = verdict(labelled, unlabelled)
        assert (found.decision, found.link) == (Decision.RELATION, Link.SAME_BUILDING)
        assert "successor" not in {one.name for one in worths([labelled, unlabelled])}
    assert "successor" in {one.name for one in worths([labelled, replace(centre, kinds=("CSC", "RFS"))])}
    assert "successor" in {one.name for one in worths([labelled, replace(centre, name="Centre social et France services de Talence")])}
    assert "successor" in {one.name for one in worths([labelled, replace(centre, phones=labelled.phones)])}


def test_sessions_of_one_operator_in_one_list_are_not_asked_about():
    one = LinkRecord("", "source:x", "", "Communauté de Communes du Centre Corse", ("CC",), "", "20250", latitude=42.3, longitude=9.16, emails=("x@y.fr",))
    towns = ("Corte", "Casanova", "Riventosa", "Poggio")
    sessions = [replace(one, id=town, record_id=town, street=f"Rue de {town}", commune=town, insee=town) for town in towns]

    assert resolve(sessions).verdicts == []
    assert [found.veto for found in resolve(sessions[:2]).verdicts] == [Veto.TWO_POINTS]  # the contact of two may be that of one that moved


def test_of_two_namesakes_in_one_list_nobody_guesses_which_one_is_meant():
    one = LinkRecord("a", "source:x", "1", "Bibliothèque de Beaudésert", ("BIB",), "81 avenue des Marronniers", "33700", "Mérignac", "33281", 44.844, -0.68)
    space = replace(one, id="b", source="source:y", name="EPN de Beaudésert, médiathèque", street="74 avenue des Marronniers", longitude=-0.6785)
    branch = replace(space, id="c", record_id="2", name="Médiathèque de Beaudésert", street="11 allée Concorde", longitude=-0.6766)

    def decision(*records):
        return {(found.a, found.b): found.decision for found in resolve(records).verdicts}["a", "b"]

    assert decision(one, space) == Decision.MERGE
    assert decision(one, space, branch) == Decision.QUESTION
    assert decision(one, replace(space, street=one.street), branch) == Decision.MERGE


def test_two_streets_and_only_words_that_others_share_are_asked_about():
    one = LinkRecord("a", "source:x", "1", "Bibliothèque municipale", ("BIB",), "5 rue du Petit Bourg", "11300", "Limoux", "11206")
    moved = replace(one, id="b", source="source:y", name="Médiathèque", street="32 cours de Tivoli")

    def decision(other):
        return [found.decision for found in resolve([one, other]).verdicts]

    assert decision(moved) == [Decision.QUESTION]
    assert decision(replace(moved, street=one.street)) == [Decision.MERGE]


def test_two_names_of_todays_commune_are_two_of_its_parts():
    thoiras = LinkRecord("a", "source:x", "1", "Bibliothèque municipale", ("BIB",), "1 place de l'église", "30140", "Thoiras", "30329")
    corbes = replace(thoiras, id="b", source="source:y", commune="Corbès")

    assert "other_part" in {one.name for one in worths([thoiras, corbes])}
    assert "other_part" not in {one.name for one in worths([thoiras, replace(corbes, commune="Thoiras-Corbès")])}
    assert "other_part" not in {one.name for one in worths([thoiras, replace(corbes, commune="Thoirras")])}


def test_one_that_does_not_say_its_former_commune_is_seldom_the_other():
    head = LinkRecord("a", "source:x", "1", "Médiathèque de Chemillé", ("BIB",), "5 rue du Petit Bourg", "49120", "Chemillé-en-Anjou", "49092")
    other = replace(head, id="b", source="source:y", name="Bibliothèque de Melay", street="32 rue du Maréchal Juin")

    def told(*records):
        (found,) = resolve([*records, replace(records[1], id="c", record_id="3", name="Bibliothèque")], present=present).verdicts[:1]
        return "unsaid_part" in {one.name for one in found.contributions}

    assert told(replace(head, phones=("+33241290305",)), replace(other, phones=("+33241290305",)))
    assert not told(replace(head, complement="Melay", phones=("+33241290305",)), replace(other, phones=("+33241290305",)))


@pytest.mark.parametrize(
    ("name", "kinds_of_it"),
    [
        ("France services Jacques Ellul", ("RFS",)),  # never one place
        ("Centre d’animation Jacques Ellul", ("ASSO",)),  # a centre social, for those who named it
        ("Bibliothèque universitaire Jacques Ellul", ("BIB",)),
    ],
)
def test_a_library_and_what_bears_its_name_elsewhere_are_not_asked_about(name, kinds_of_it):
    elsewhere = replace(SAME_ELLUL, name=name, kinds=kinds_of_it, street="3 place Basse", latitude=44.82)

    assert verdict(ELLUL, elsewhere) is None
    assert verdict(ELLUL, replace(elsewhere, name=ELLUL.name, kinds=ELLUL.kinds)) is not None


def test_two_names_at_one_door_with_nothing_else_in_common_are_neighbours():
    one = LinkRecord(
        "a", "source:x", "1", "Cité des associations (IREPS)", (), "58 boulevard du Doyenné", "49000", "Angers", "49007", 47.48, -0.53, phones=("+33241050649",)
    )
    other = replace(one, id="b", record_id="2", name="Cité des associations (OXYGEM)", phones=("+33241362441",))

    found = verdict(one, other)
    assert (found.decision, found.link) == (Decision.RELATION, Link.SAME_BUILDING)
    for asked in (replace(other, phones=one.phones), replace(other, phones=()), replace(other, name=one.name)):
        assert verdict(one, asked).decision != Decision.RELATION


@pytest.mark.parametrize(
    ("one", "other", "is_near"), [("4 rue A", "4 bis rue A", True), ("4 bis rue A", "4B rue A", False), ("4 ter rue A", "4 bis rue A", True)]
)
def test_a_number_and_its_bis_are_two_doors_next_to_each_other(one, other, is_near):
    told = {one.name for one in worths([replace(ELLUL, street=one), replace(SAME_ELLUL, street=other)])}

    assert ("number_near" in told, "same_address" in told) == (is_near, not is_near)


def test_the_tables_name_only_families_that_exist():
    known = {family.name for family in kinds.table().families}

    assert set().union(*kinds.table().forbidden, *kinds.table().compatible) <= known


words = st.sampled_from(["Médiathèque", "Mairie", "France Services", "Jacques Ellul", "Bassens", "", "CCAS", "EPN"])
rows = st.builds(
    lambda source, number, one, two, street, phone: (f"source:{source}", f"{number}", f"{one} {two}", street, phone),
    st.sampled_from(["x", "y", "france-services"]),
    st.integers(0, 9),
    words,
    words,
    st.sampled_from(["1 rue A", "2 rue A", "", "Le Bourg"]),
    st.sampled_from(["", "+33557884011"]),
)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(rows, max_size=8, unique_by=lambda row: row[:2]), st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(given_rows, chance):
    records = [
        LinkRecord(f"{source}:{number}", source, number, name, (), street, "33530", "Bassens", "33032", phones=(phone,))
        for source, number, name, street, phone in given_rows
    ]

    one, other = resolve(records), resolve(chance.sample(records, len(records)))

    assert (one.verdicts, one.groups) == (other.verdicts, other.groups)


def test_no_record_gives_no_verdict():
    assert resolve([]).verdicts == []


def likeness_of(one, other, **common):
    """Names of what counts between two records."""
    here = {"commune": "Pau", "insee": "64445", "latitude": 43.3, "longitude": -0.36} | common
    records = [LinkRecord(place, f"source:{place}", "1", name, **here) for place, name in (("a", one), ("b", other))]
    return {one.name: one for one in worths(records)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UDAF 64", "Union départementale des associations familiales"),
        ("MVC ST ETIENNE", "Maison de la Vie Citoyenne Saint-Étienne"),
        ("Asso AFT", "Association familiale Toulousaine"),
    ],
)
def test_initials_stand_for_the_name(one, other):
    found = likeness_of(one, other)

    assert "acronym" in found
    assert "core_different" not in found


@pytest.mark.parametrize(("one", "other"), [("MVC Floride", "Maison de la Vie Citoyenne Hauts de Bayonne"), ("UDAF", "ADIL"), ("Le Lab", "Les amis du livre")])
def test_initials_of_another_name_or_of_another_point_of_an_operator_stand_for_nothing(one, other):
    assert "acronym" not in likeness_of(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OPRA A LECCIA COMITE DE QUARTIER", "Association Opra a Leccia"),
        ("ANIMATION LOGIST POUR HABITANTS ET ASSOC A.L.P.H.A.", "Association Alpha"),
        ("FEDER OEUVR LAIQUE", "Fédération des œuvres laïques"),
    ],
)
def test_a_public_name_is_found_in_a_legal_one_whose_words_may_be_cut_short(one, other):
    assert likeness_of(one, other)["core_covered"].worth == pytest.approx(score.weights().worth["core_covered"])


def test_common_words_cover_less_than_rare_ones():
    rarity = {"emplois": 0.1, "solideria": 1.0, "alpha": 1.0}

    assert cover(("emplois", "solideria"), ("alpha", "solideria"), rarity) > 0.9 > 0.1 > cover(("emplois", "solideria"), ("alpha", "emplois"), rarity)


def test_one_that_travels_is_not_surely_its_home():
    assert "itinerant" in likeness_of("France Services itinérante", "France Services")
    assert "itinerant" not in likeness_of("Bus France Services", "France Services itinérante")


@pytest.mark.parametrize("moving", ["Bibliobus", "Bibliothèque mobile", "Médiathèque itinérante"])
def test_a_bus_is_not_the_library_it_starts_from(moving):
    resolved = resolve([replace(ELLUL, name=moving), replace(SAME_ELLUL, name="Bibliothèque", kinds=("BIB",), street=ELLUL.street)])

    assert resolved.groups == []


def test_parts_of_a_merged_commune_stay_apart():
    lezin = LinkRecord("a", "source:a", "1", "Bibliothèque municipale", ("BIB",), "Place de l'église", "49120", "Saint-Lézin", "49092")
    melay = replace(lezin, id="b", source="source:b", commune="Melay")

    assert resolve([lezin, melay], present=present).groups == []
    assert "other_part" in {one.name for one in worths([lezin, melay])}
    assert len(resolve([lezin, replace(lezin, id="b", source="source:b", name="Bibliothèque de Saint-Lézin")], present=present).groups) == 1


def test_hours_count_when_they_are_equal_and_seldom():
    week = "Tu,Th 16:30-18:15; Sa 10:00-11:45"
    here = [replace(ELLUL, hours=week), replace(SAME_ELLUL, hours=week.replace("; ", ";"))]
    elsewhere = [
        LinkRecord(f"z{number}", "source:z", f"{number}", f"Point {number}", (), f"{number} rue {number}", "", "Guéret", "23096", hours=week)
        for number in range(6)
    ]

    seldom = {one.name: one.worth for one in worths(here)}["hours_equal"]

    assert seldom == score.weights().worth["hours_equal"]
    assert {one.name: one.worth for one in worths([*here, *elsewhere])}["hours_equal"] < seldom / 2
    assert "hours_equal" not in {one.name for one in worths([replace(one, hours="24/7") for one in here])}


def test_the_point_of_a_street_says_that_another_is_far_but_not_that_it_is_near():
    on_street = replace(SAME_ELLUL, precision="street")

    assert not {"touching", "near"} & {one.name for one in worths([ELLUL, replace(on_street, latitude=ELLUL.latitude, longitude=ELLUL.longitude)])}
    assert {"far", "point_contradicts"} & {one.name for one in worths([ELLUL, replace(on_street, latitude=44.83, longitude=-0.62)])}


def test_a_point_that_many_addresses_share_is_nobodys():
    there = replace(SAME_ELLUL, latitude=ELLUL.latitude, longitude=ELLUL.longitude)
    others = [replace(ELLUL, id=f"z{number}", record_id=f"{number}", name=f"Lieu {number}", street=f"{number} rue {number}") for number in range(3)]

    assert "touching" in {one.name for one in worths([ELLUL, there])}
    assert "touching" not in {one.name for one in worths([ELLUL, there, *others])}


def test_a_street_cut_short_is_that_street():
    records = [replace(ELLUL, street="3 rue des Ar"), replace(SAME_ELLUL, street="3 rue des Arpèges")]
    assert "same_address" in {one.name for one in worths(records)}


def test_two_points_of_one_door_in_one_list_are_one_wrong_point():
    door = LinkRecord(
        "a", "source:a", "1", "Collectivité de Corse", (), "22 cours Grandval", "20000", "Ajaccio", "2A004", 41.9186, 8.732, phones=("+33495298268",)
    )
    other = replace(door, id="b", record_id="2", latitude=41.9495, longitude=8.7521)

    assert verdict(door, other).decision == Decision.MERGE
    assert verdict(door, replace(other, street="3 rue Fesch")).veto == Veto.TWO_POINTS


def test_a_siret_that_runs_many_places_proves_little():
    run = [
        LinkRecord(f"{n}", f"source:{n}", "1", f"Point {n}", (), f"{n} rue {n}", "", "Pau", "64445", identifiers={"siret": "22640001800876"}) for n in range(8)
    ]

    assert {one.name: one.worth for one in worths(run)}["siret_equal"] < {one.name: one.worth for one in worths(run[:2])}["siret_equal"] / 2


def test_the_name_of_a_valley_within_another_name_says_nothing_between_two_kinds():
    assert "core_covered" not in likeness_of("France Services du Bouchardais", "EPN Action pour le Bouchardais")
    assert "core_covered" in likeness_of("France Services du Bouchardais", "France Services Action Bouchardais")


def test_two_services_of_one_desk_are_asked_about_when_their_names_have_nothing_in_common():
    desk = {"street": "17 rue Saint-Nicolas", "phones": ("+33241300632",), "emails": ("accueil@ville.fr",)}
    found = likeness_of("France Services de Pau", "Espace Emploi Avenir", **desk)

    assert "names_unlike" in found
    assert sum(one.worth for one in found.values()) + score.weights().worth["base"] < score.weights().high
    assert "names_unlike" not in likeness_of("France Services de Pau", "Maison des services Avenir", **desk)


def test_two_establishments_of_one_list_are_two_points_though_they_bear_one_name():
    one = LinkRecord("a", "source:a", "1", "Emmaüs Connect", (), "", "13002", "Marseille", "13202", phones=("+33495298268",), identifiers={"siret": "1" * 14})
    other = replace(one, id="b", record_id="2", identifiers={"siret": "2" * 14})

    assert verdict(one, other).veto == Veto.TWO_POINTS
    assert verdict(one, replace(other, identifiers={})).decision == Decision.MERGE


def test_two_points_of_one_list_are_two_places_from_one_house_to_the_next_block():
    one = LinkRecord("a", "source:a", "1", "CIERES Marseille", (), "", "13002", "Marseille", "13202", 43.3016, 5.3717, phones=("+33495298268",))

    assert verdict(one, replace(one, id="b", record_id="2", latitude=43.3031, longitude=5.3729)).veto == Veto.TWO_POINTS
    assert verdict(one, replace(one, id="b", record_id="2", latitude=43.3017)).decision == Decision.MERGE


def test_a_service_found_inside_other_places_is_not_surely_the_one_that_bears_its_name():
    assert "kind_within" in likeness_of("Espace public numérique de la Chaloupe", "France Services La Chaloupe")
    assert "kind_within" not in likeness_of("Espace public numérique de la Chaloupe", "EPN La Chaloupe")


def test_two_records_are_as_alike_alone_as_among_all():
    names = ["UDAF 64", "Union départementale des associations familiales", "OPRA A LECCIA COMITE", "Association Opra", "Bibliobus", "Bibliothèque"]
    records = [
        LinkRecord(
            f"{n}", f"source:{n % 2}", f"{n}", name, (), "1 rue A", "64000", "Pau", "64445", 43.3, -0.36, hours="Mo 09:00-12:15", phones=("+33559000000",)
        )
        for n, name in enumerate(names)
    ]
    rows = ready(records, present)
    common = count(rows)
    pairs = np.array([(one, other) for one in range(len(rows)) for other in range(one + 1, len(rows))])
    told = score.contributions(features(rows, pairs, common), np.arange(len(pairs)))

    for (one, other), expected in zip(pairs.tolist(), told, strict=True):
        assert score.contributions(features([rows[one], rows[other]], np.array([[0, 1]]), common), np.arange(1)) == [expected]
