"""data·inclusion: one row per structure, with what its digital services say."""

import json
from datetime import date
from typing import Any

import pytest

from maillage.ingestion.checking import check_file
from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping.loading import compile_text, shipped_text
from maillage.referentials.selectors import vocabulary

STRUCTURE = {
    "source": "dora", "id": "dora--42", "nom": "Centre social Le Tournesol", "date_maj": "2026-02-14", "siret": "43493312300029", "adresse": "3 rue du Lac",
    "code_postal": "51100", "commune": "Reims", "code_insee": "51454", "latitude": 49.25, "longitude": 4.03, "telephone": "+33326000001",
    "courriel": "accueil@tournesol.example", "description": "Un lieu pour tous.", "reseaux_porteurs": ["fcsf", "france-service"],
    "horaires_accueil": "Mo-Fr 08:30-12:30", "accessibilite_lieu": "https://acceslibre.example/t", "adresse_certifiee": True,
}  # fmt: skip
SERVICE = {
    "source": "dora", "id": "dora--s1", "structure_id": "dora--42", "nom": "Atelier Internet", "description": "On apprend.", "date_maj": "2026-02-14",
    "type": "atelier", "thematiques": ["numerique--maitriser-les-fondamentaux-du-numerique", "numerique--acceder-a-une-connexion-internet"],
    "frais": "gratuit", "publics": ["seniors", "femmes"], "modes_accueil": ["en-presentiel", "a-distance"],
    "modes_mobilisation": ["telephoner", "se-presenter"],
    "mobilisable_par": ["usagers", "professionnels"], "telephone": "+33326000002", "contact_nom_prenom": "Camille Martin", "code_insee": "51454",
}  # fmt: skip
HOUSING = SERVICE | {
    "id": "dora--s2",
    "nom": "Aide au loyer",
    "thematiques": ["logement-hebergement--louer-un-logement"],
    "frais": "payant",
    "publics": ["familles"],
}
EMPTY = STRUCTURE | {"id": "dora--43", "nom": "Maison de quartier", "reseaux_porteurs": None}
TODAY = date(2026, 11, 24)
SHAPES = {
    "two lists": {"structures": [STRUCTURE, EMPTY], "services": [SERVICE, HOUSING]},
    "services first": {"services": [SERVICE, HOUSING], "structures": [STRUCTURE, EMPTY]},
    "one list": [STRUCTURE, EMPTY, SERVICE, HOUSING],
    "a page": {"items": [STRUCTURE, SERVICE, EMPTY, HOUSING], "total": 4, "page": 1},
}


def read(document: Any) -> list[dict[str, Any]]:
    checked = check_file(json.dumps(document).encode(), source="une-liste", today=TODAY)
    return [row.draft.values for row in checked.rows]


@pytest.mark.parametrize("shape", SHAPES)
def test_services_join_their_structure(shape: str) -> None:
    place, other = read(SHAPES[shape])

    assert place["name"] == "Centre social Le Tournesol"
    assert place["services"] == {"outils-du-quotidien": True, "acces-internet-materiel": True}
    assert place["costs"] == {"gratuit": True}
    assert place["audiences"] == {"seniors": True, "femmes": True}
    assert place["support"] == {"a-distance": True, "atelier-collectif": True}
    assert place["access"] == {"telephoner": True, "se-presenter": True}
    assert place["hours"] == "Mo-Fr 08:30-12:30"
    assert [phone["number"] for phone in place["phones"]] == ["+33326000001", "+33326000002"]
    assert set(place["kinds"]) == {"CS", "RFS"}
    assert place["programmes"] == {"france-services": True}
    assert place["access_url"] == "https://acceslibre.example/t"
    assert other["name"] == "Maison de quartier"
    assert "services" not in other


def test_json_lines_may_mix_structures_and_services() -> None:
    content = "\n".join(json.dumps(each) for each in (SERVICE, STRUCTURE, HOUSING)).encode()

    table = open_table(content)

    assert table.reading.format == "data-inclusion"
    ((line, cells),) = table.rows()
    assert line == 2
    assert cells["services.nom"] == "Atelier Internet"
    assert json.loads(cells["autres_services"]) == [{"nom": "Aide au loyer", "thematiques": HOUSING["thematiques"]}]


def test_a_page_of_services_that_hold_their_structure() -> None:
    (place,) = read({"items": [SERVICE | {"structure": STRUCTURE}, HOUSING | {"structure": STRUCTURE}]})

    assert place["name"] == "Centre social Le Tournesol"
    assert set(place["services"]) == {"outils-du-quotidien", "acces-internet-materiel"}


def test_structures_of_one_identifier_are_all_kept() -> None:
    twin = STRUCTURE | {"nom": "Annexe"}
    table = open_table(json.dumps({"structures": [STRUCTURE, twin, STRUCTURE], "services": [SERVICE]}).encode())

    assert [(line, cells["nom"], cells.get("services.nom")) for line, cells in table.rows()] == [
        (1, "Centre social Le Tournesol", "Atelier Internet"),
        (2, "Annexe", None),
    ]
    assert table.reading.notes[0].endswith(": 1.")


def test_two_sources_may_give_the_same_identifier() -> None:
    """Each service joins the structure of its source, else the one that has its identifier."""
    one, other = ({"source": source, "id": "1", "nom": source.upper()} for source in "ab")
    services = [SERVICE | {"source": source, "structure_id": "1", "nom": source} for source in "bac"]

    table = open_table(json.dumps({"structures": [one, other], "services": services}).encode())

    assert [(cells["nom"], cells["services.nom"]) for _line, cells in table.rows()] == [("A", "a\nc"), ("B", "b")]
    assert not table.reading.notes


def test_a_service_given_in_another_commune_is_not_offered_here() -> None:
    (place,) = read([STRUCTURE, SERVICE | {"code_insee": "51108"}])

    assert "services" not in place


def test_hours_that_differ_by_service_are_said_in_words() -> None:
    without = {key: value for key, value in STRUCTURE.items() if key != "horaires_accueil"}
    one, two = SERVICE | {"horaires_accueil": "Mo 09:00-12:00"}, SERVICE | {"id": "x", "nom": "Démarches", "horaires_accueil": "Tu 14:00-16:00"}

    assert read([without, one])[0]["hours"] == "Mo 09:00-12:00"
    ((_line, cells),) = open_table(json.dumps([without, one, two]).encode()).rows()
    assert cells["services.horaires"] == "Atelier Internet : Mo 09:00-12:00\nDémarches : Tu 14:00-16:00"
    assert "services.horaires_accueil" not in cells


def test_nobody_is_named() -> None:
    plan = compile_text(shipped_text("data-inclusion"), name="data-inclusion")

    assert {"contact_nom_prenom", "services.contact_nom_prenom"} <= set(plan.personal)


def test_structures_alone_are_read_from_csv_too() -> None:
    names = [name for name in STRUCTURE if name != "reseaux_porteurs"]
    content = ",".join(names) + "\n" + ",".join(str(STRUCTURE[name]) for name in names) + "\n"

    (row,) = check_file(content.encode(), source="une-liste", today=TODAY).rows

    assert row.draft.values["name"] == "Centre social Le Tournesol"
    assert row.draft.values["hours"] == "Mo-Fr 08:30-12:30"


@pytest.mark.parametrize("content", [json.dumps([SERVICE]).encode(), b"id,nom,structure_id,thematiques,commune,code_postal,adresse\n1,A,2,x,Reims,51100,y\n"])
def test_services_without_their_structure_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="sans leurs structures"):
        open_table(content)


def test_a_service_whose_structure_is_missing_is_counted() -> None:
    assert open_table(json.dumps([STRUCTURE, SERVICE, SERVICE | {"structure_id": "dora--99"}]).encode()).reading.notes[0].endswith(": 1.")


def test_themes_and_publics_follow_our_crosswalks() -> None:
    plan = compile_text(shipped_text("data-inclusion"), name="data-inclusion")
    for field, theirs in (("services", "data_inclusion_themes"), ("audiences", "data_inclusion_publics")):
        terms = vocabulary(field)
        said = {(choice.code, term) for choice in plan.choices if choice.field == field for term in choice.written}
        assert said
        assert all(term in terms.get(code).crosswalk[theirs] for code, term in said)
    themes = {term.code for term in vocabulary("data_inclusion_themes") if term.code.startswith("numerique--")}
    assert {term for choice in plan.choices if choice.field == "services" for term in choice.written} == themes


REMOTE = SERVICE | {"id": "dora--s3", "thematiques": ["numerique--acceder-a-des-services-en-ligne"], "modes_accueil": ["a-distance"]}
ONLINE = {"concept": "demarches-administratives", "state": True}


@pytest.mark.parametrize(
    ("zone", "area"),
    [
        ({"zone_eligibilite": ["51454", "51", "200067213", "2A", "974"]}, ["com:51454", "dep:51", "epci:200067213", "dep:2A", "dep:974"]),
        ({"zone_eligibilite": ["france"]}, ["fr"]),
        ({"zone_eligibilite": ["99100", "51"]}, ["fr", "dep:51"]),
        ({"zone_eligibilite": "51"}, ["dep:51"]),
        ({"zone_diffusion_type": "departement", "zone_diffusion_code": "51", "zone_diffusion_nom": "Marne"}, ["dep:51"]),
        ({"zone_diffusion_type": "region", "zone_diffusion_code": "44"}, ["reg:44"]),
        ({"zone_diffusion_type": "commune", "zone_diffusion_code": "51454"}, ["com:51454"]),
        ({"zone_diffusion_type": "epci", "zone_diffusion_code": "200067213"}, ["epci:200067213"]),
        ({"zone_diffusion_type": "pays", "zone_diffusion_code": None}, ["fr"]),
    ],
)
def test_a_service_at_a_distance_says_where_it_is_given(zone: dict[str, Any], area: list[str]) -> None:
    (place,) = read([STRUCTURE, REMOTE | zone])

    assert place["offers"] == [ONLINE | {"area": area}]
    assert place["services"] == {"demarches-administratives": True}
    assert place["support"]["a-distance"]


def test_only_what_is_given_at_a_distance_has_an_area() -> None:
    workshop = SERVICE | {"modes_accueil": ["en-presentiel"], "zone_eligibilite": ["51"]}

    assert "offers" not in read([STRUCTURE, workshop])[0]
    assert "offers" not in read([STRUCTURE, REMOTE | {"zone_eligibilite": None}])[0]
    both = read([STRUCTURE, workshop, REMOTE | {"zone_eligibilite": ["08"]}])[0]
    assert both["offers"] == [ONLINE | {"area": ["dep:08"]}]
    assert set(both["services"]) == {"outils-du-quotidien", "acces-internet-materiel", "demarches-administratives"}


def test_two_services_of_one_theme_cover_what_both_cover() -> None:
    (place,) = read([STRUCTURE, REMOTE | {"zone_eligibilite": ["51"]}, REMOTE | {"id": "dora--s4", "zone_eligibilite": ["08", "51"]}])

    assert place["offers"] == [ONLINE | {"area": ["dep:51", "dep:08"]}]


def test_codes_of_no_territory_are_named_in_the_report() -> None:
    document = [STRUCTURE, REMOTE | {"zone_eligibilite": ["51", "99999", "97", "zorglub", "123456789", "99131", {"a": 1}]}]
    checked = check_file(json.dumps(document).encode(), source="une-liste", today=TODAY)
    (row,) = checked.rows

    assert row.draft.values["offers"] == [ONLINE | {"area": ["dep:51"]}]
    assert [(remark.rule, remark.raw) for remark in row.draft.remarks if remark.field == "offers"] == [
        ("area_unknown", told) for told in ("99999", "97", "zorglub", "123456789", "99131")
    ]
    assert not row.draft.unreadable
