"""Both forms of mapping: what they can say, and that nothing malformed ever stops them otherwise than by a sentence."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.fields import FIELDS
from maillage.directory.values import check_values
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.formats.opening import open_table
from maillage.ingestion.mapping import national, own
from maillage.ingestion.mapping.keywords import loosen, says
from maillage.ingestion.mapping.plan import bind
from maillage.ingestion.mapping.review import review
from maillage.ingestion.rows import RowReader

LEAST = '[list]\nlabel = "Liste"\nid = "id"\n[fields]\nname = "nom"\n'


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def read(text: str, **cells: Any) -> dict[str, Any]:
    row = {"id": "1", "nom": "Lieu"} | cells
    plan = bind(own.compile_plan(LEAST + text, name="x", version="1"), row)
    draft = RowReader(plan, date(2026, 11, 23)).read(row)
    check_values(draft.values)
    return draft.values | {"unknown": [remark.raw for remark in draft.remarks if remark.rule == "word_unknown"]}


def warned(config: Mapping[str, Any]) -> str:
    return plain("\n".join(national.compile_plan(json.dumps({"nom": {"colonne": "nom"}} | dict(config)), name="x", version="1").warnings))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *(("Oui", True), ("x", True), ("NON", False), ("0", False), ("peut-être", None), ("", None), ("oui (2)", True), ("OUI, sur RDV", True), ("1.0", True)),
        *(("0,0", False), ("oui ou non", None), ("Oui, mais pas encore", None), ("NC", None)),
    ],
    ids=lambda value: str(value) or "empty",
)
def test_a_question_is_answered_by_yes_by_no_or_not_at_all(cell: str, expected: bool | None) -> None:
    said = read('[[equipment]]\ncode = "wifi"\ncolumns = ["w"]\nanswers = true\n', w=cell)
    contrary = read('[[receives_public]]\ncolumns = ["w"]\nanswers = true\nstate = false\n', w=cell)

    assert said.get("equipment", {}).get("wifi") is expected
    assert said["unknown"] == ([cell] if expected is None and cell not in ("", "NC") else [])
    assert contrary.get("receives_public") is (None if expected is None else not expected)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("Wifi", True), ("Wifi en panne", False), ("Wifi en panne au rez-de-chaussée, wifi à l’étage", True), ("Imprimante", None), ("Pas de wifi", None)],
)
def test_words_that_say_no_state_the_contrary(cell: str, expected: bool | None) -> None:
    said = read('[[equipment]]\ncode = "wifi"\ncolumns = ["e"]\nterms = ["wifi"]\nno = ["wifi en panne"]\n', e=cell)

    assert said.get("equipment", {}).get("wifi") is expected


@pytest.mark.parametrize(
    ("cell", "term", "found"),
    [
        ("Pas de wifi", "wifi", False),
        ("sans accès à Internet", "Internet", False),
        ("aucun ordinateur", "ordinateur", False),
        ("ni scanner ni imprimante", "imprimante", False),
        ("Sans rendez-vous", "rendez-vous", False),
        ("Sans rendez-vous", "sans rendez-vous", True),
        ("avec ou sans rendez-vous", "rendez-vous", True),
        ("Pas de wifi en bas, wifi à l’étage", "wifi", True),
        *(
            (cell, "wifi", False)
            for cell in ("Wifi non disponible", "Wifi n’est pas disponible", "Wifi : pas encore disponible", "Wifi bientôt", "Wifi à venir")
        ),
        *((cell, "wifi", False) for cell in ("Pas encore de wifi", "Plus de wifi", "Il n’y a plus de wifi", "Aucune connexion wifi", "Wifi : aucun")),
        *(("jamais gratuit", "gratuit", False), ("Wifi non gratuit", "wifi", True), ("En plus de wifi", "wifi", True), ("plus de 60 ans", "60 ans", True)),
        *(("wifi (non proposé), imprimante", "imprimante", True), ("Wifi, bientôt un espace", "wifi", True)),
        ("pas seulement les jeunes", "jeunes", True),
        ("Non, téléphone", "téléphone", True),
        ("Non,Téléphone", "téléphone", True),
        ("Non\nTéléphone", "téléphone", True),
        ("Non – Téléphone", "téléphone", True),
        ("Résider sur la commune : \nNon Adhésion : 6 €", "adhésion", True),
        ("non gratuit", "gratuit", False),
        ("Tarif : non gratuit", "gratuit", False),
        ("NON-GRATUIT", "gratuit", False),
        ("non gratuit", "non gratuit", True),
        ("adhérent ou non, ateliers", "ateliers", True),
        ("habitant ou non accompagnement", "accompagnement", True),
        ("pas adaptés aux fauteuils roulants", "fauteuil roulant", False),
        ("Wifi ✓", "✓", True),
        ("✓ wifi", "wifi", True),
        ("✗ wifi", "wifi", False),
        ("Wifi : non", "wifi", False),
        ("Wifi : non, imprimante : oui", "wifi", False),
        ("Wifi : non, imprimante : oui", "imprimante", True),
        ("Rendez-vous ? Non", "rendez-vous", False),
        ("Wifi, non payant", "wifi", True),
    ],
)
def test_a_term_that_the_cell_denies_does_not_count(cell: str, term: str, found: bool) -> None:
    assert says(loosen(cell), (loosen(term),), ()) is found


@pytest.mark.parametrize(
    ("cell", "filled"), [("x", True), ("✓", True), ("12", True), ("Non", False), ("✗", False), ("0", False), ("-", False), ("NC", False), ("sans objet", False)]
)
def test_a_column_that_says_no_is_not_filled(cell: str, filled: bool) -> None:
    assert bool(read('[[services]]\ncode = "securite"\ncolumns = ["s"]\n', s=cell).get("services")) is filled


@pytest.mark.parametrize(
    ("cell", "filled"),
    [
        *((cell, False) for cell in ("non proposé", "Pas pour le moment", "À venir", "Non concerné", "Pas de service", "0,0", "ne sait pas", "Bientôt")),
        *((cell, True) for cell in ("Non-voyants", "Pas-de-Calais", "Pas à pas", "Nord", "3", "10")),
    ],
)
def test_a_cell_that_begins_by_a_no_is_not_filled(cell: str, filled: bool) -> None:
    assert says(loosen(cell), (), ()) is filled


@pytest.mark.parametrize(("more", "name"), [("NC", "Mairie"), ("0", "Mairie"), ("-", "Mairie"), ("d’Évry", "Mairie d’Évry")])
def test_what_completes_says_something(more: str, name: str) -> None:
    said = own.compile_plan('[list]\nid="id"\n[fields]\nname={column="nom",complete="d"}\n', name="x", version="1")

    assert bind(said, ("id", "nom", "d")).takes["name"].read({"nom": "Mairie", "d": more})[0] == name


@pytest.mark.parametrize(
    ("number", "street"),
    [("0", "rue Haute"), ("0.0", "rue Haute"), ("NC", "rue Haute"), ("12.0", "12 rue Haute"), (12.0, "12 rue Haute"), ("1.5", "1.5 rue Haute")],
)
def test_a_join_leaves_out_what_holds_the_place_of_a_part(number: object, street: str) -> None:
    said = own.compile_plan(LEAST + 'street={join=["n","v"]}\n', name="x", version="1")

    assert bind(said, ("id", "nom", "n", "v")).takes["street"].read({"n": number, "v": "rue Haute"})[0] == street


@pytest.mark.parametrize("cell", ["46,17;1,87", "46,17 1,87", "46.17,1.87", "46.17;1.87", "POINT(1.87 46.17)"])
def test_a_pair_that_is_not_parted_where_told_is_read_whole(cell: str) -> None:
    said = read('latitude={split="p",part=0}\nlongitude={split="p",part=1}\n', p=cell)

    assert (said["latitude"], said["longitude"]) == (46.17, 1.87)


def test_a_table_of_values_says_yes_no_or_nothing_and_tells_the_values_it_does_not_know() -> None:
    text = """
    [values.costs]
    columns = "prix"
    table = { "Oui, gratuit" = ["gratuit"], "Non" = { yes = ["payant"], no = ["gratuit"] }, "?" = [] }
    [values.receives_public]
    columns = ["public"]
    table = { "Ouvert" = true, "Fermé au public" = false }
    [[values.equipment]]
    columns = "matériel"
    separators = ","
    table = { "PC" = "ordinateur", "WIFI" = ["wifi", "internet"] }
    [[values.equipment]]
    columns = "autre"
    table = { "scan" = "scanner" }
    """
    said = read(text, prix="OUI GRATUIT", public="fermé au public", matériel="pc, Wifi, fax", autre="Scan")

    assert said["costs"] == {"gratuit": True}
    assert said["receives_public"] is False
    assert said["equipment"] == {"ordinateur": True, "wifi": True, "internet": True, "scanner": True}
    assert said["unknown"] == ["fax"]
    assert read(text, prix="non")["costs"] == {"payant": True, "gratuit": False}
    assert "costs" not in read(text, prix="?")


def test_offers_say_of_one_service_what_is_not_said_of_the_others() -> None:
    text = """
    [[offers]]
    code = "demarches-administratives"
    facets = { costs = ["gratuit"] }
    [[offers]]
    code = "outils-du-quotidien"
    columns = ["ateliers"]
    terms = ["payant"]
    facets = { costs = ["payant"], support = ["atelier-collectif"] }
    [[offers]]
    code = "outils-du-quotidien"
    columns = ["ateliers"]
    terms = ["initiation"]
    provider = "Emmaüs Connect"
    role = "hosted"
    """
    assert read(text, ateliers="Payant, initiation")["offers"] == [
        {"concept": "demarches-administratives", "state": True, "facets": {"costs": {"gratuit": True}}},
        {"concept": "outils-du-quotidien", "state": True, "facets": {"costs": {"payant": True}, "support": {"atelier-collectif": True}}},
        {"concept": "outils-du-quotidien", "state": True, "provider": "Emmaüs Connect", "role": "hosted"},
    ]


def test_a_part_is_counted_from_the_end_and_hours_may_be_the_same_for_all() -> None:
    said = read('commune = { split = "lieu", separator = " - ", part = -1 }\n[hours]\nvalue = "Mo-Fr 09:00-12:00"\n', lieu="Mairie - 2 rue Haute - Guéret")

    assert said["commune"] == "Guéret"
    assert said["hours"] == "Mo-Fr 09:00-12:00"


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"services": [3]}, "services[1]"),
        ({"services": "x"}, "une liste de règles"),
        ({"services": [{"colonnes": [""], "cible": "Utilisation sécurisée du numérique"}]}, "aucune colonne"),
        ({"services": [{"colonnes": ["a"], "termes": ["", "-"], "cible": "Utilisation sécurisée du numérique"}]}, "aucun de ses termes"),
        ({"services": [{"colonnes": ["a"], "terms": ["x"], "cible": "Utilisation sécurisée du numérique"}]}, "« termes »"),
        ({"services": [{"modalitesAccompagnement": "Tout seul", "cible": "Utilisation sécurisée du numérique"}]}, "modalitesAccompagnement"),
        ({"services": [{"cible": 3}]}, "laissée de côté"),
        ({"commune": 12}, "« commune »"),
        ({"commune": {"colone": "a"}}, "« colonne »"),
        ({"latitude": {"dissocier": {"colonne": "a", "partie": "b"}}}, "n’est pas un nombre"),
        ({"latitude": {"dissocier": 3}}, "latitude.dissocier"),
        ({"horaires": 3}, "« horaires »"),
        ({"horaires": {"jours": [{"osm": "Xx", "colonne": "a"}]}}, "« Xx »"),
        ({"horaires": {"jours": 3}}, "horaires.jours"),
        ({"horaires": {"osn": "h"}}, "« osm »"),
        ({"prive": {}}, "« prive »"),
        ({"typologies": [{"cible": "BIB"}]}, "lue comme « typologie »"),
    ],
)
def test_what_is_wrong_in_a_national_mapping_is_told_and_the_rest_is_read(config: dict[str, Any], told: str) -> None:
    assert told in warned(config)


@pytest.mark.parametrize(
    ("field", "spec", "cells", "text"),
    [
        ("street", {"joindre": ["a", "b"]}, {"a": "4", "b": "rue Haute"}, "4 rue Haute"),
        ("street", {"joindre": {"colonnes": ["a"]}, "ou": {"colonne": "b"}}, {"a": "", "b": "B"}, "B"),
        ("street", {"colonne": "a", "valeur": "Le bourg"}, {"a": ""}, "Le bourg"),
        ("street", ["a", "b"], {"b": "B"}, "B"),
        ("street", {"dissocier": {"colonne": "a", "séparateur": "", "partie": "1"}}, {"a": "x,y"}, "y"),
        ("street", {"dissocier": {"colonne": "a", "séparateur": ",", "partie": 1}}, {"a": "x|y"}, "y"),
    ],
)
def test_forms_of_the_national_mapping_seen_or_likely(field: str, spec: Any, cells: dict[str, Any], text: str) -> None:
    plan = national.compile_plan(json.dumps({"nom": {"colonne": "nom"}, "adresse": spec}), name="x", version="1")

    assert plan.takes[field].read(cells)[0] == text


def test_a_label_of_the_old_standard_is_read_where_it_belongs_today() -> None:
    config = {"nom": {"colonne": "n"}, "publics_specifiquement_adresses": [{"cible": "Déficience visuelle"}], "frais_a_charge": [{"cible": "Couture"}]}
    plan = national.compile_plan(json.dumps(config), name="x", version="1")

    assert [(choice.field, choice.code) for choice in plan.choices] == [("care", "deficience-visuelle")]
    assert "(care)" in plan.warnings[0]
    assert "Couture" in plan.warnings[1]


@pytest.mark.parametrize(
    ("term", "cell", "found"),
    [
        ("gratuit", "Inscription gratuite", True),
        ("gratuit", "Accessible gratuitement", True),
        ("gratuit", "Gratuité pour tous", True),
        ("gratuit", "non gratuite", False),
        ("formation individualisé", "Formation individualisée", True),
        ("accompagn", "accompagnement", True),
        ("jeune", "Point info jeunesse", False),  # too short to be a stem
        ("gratuit", "pseudogratuit", False),
    ],
)
def test_a_long_term_of_the_national_mapping_may_be_a_stem(term: str, cell: str, found: bool) -> None:
    config = {"nom": {"colonne": "nom"}, "frais_a_charge": [{"colonnes": ["d"], "termes": [term], "cible": "Gratuit"}]}
    plan = bind(national.compile_plan(json.dumps(config), name="x", version="1"), ["nom", "d"])
    said = RowReader(plan, date(2026, 11, 23)).read({"nom": "Lieu", "d": cell}).values

    assert (said.get("costs") == {"gratuit": True}) is found


def test_a_joined_identifier_is_a_fingerprint() -> None:
    plan = national.compile_plan('{"nom": {"colonne": "n"}, "id": {"joindre": {"colonnes": ["a", "b"]}}}', name="x", version="1")

    assert (plan.record_id, plan.fingerprint) == ((), ("a", "b"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[values.costs]\ncolumns = "a"\n', "« table »"),
        ('[values.costs]\ncolumns = "a"\ntable = { "x" = "gratui" }\n', "« Gratuit »"),
        ('[values.costs]\ncolumns = "a"\ntable = { "x" = true }\n', "« x »"),
        ('[values.nom]\ncolumns = "a"\ntable = {}\n', "nom"),
        ('[[offers]]\ncode = "securite"\nfacets = { cost = ["gratuit"] }\n', "« costs »"),
        ('[[offers]]\ncode = "securite"\nprovider = "X"\n', "role"),
        ('[[services]]\ncode = "securite"\nterms = ["x"]\n', "columns"),
        ('[[services]]\ncode = "securite"\ncolumns = ["a"]\nterms = [""]\n', "mot vide"),
        ('[[services]]\ncode = "securite"\ncolumns = ["a"]\nterms = ["x"]\nanswers = true\n', "answers"),
        ('commune = { split = "a", separator = "" }\n', "separator"),
        ('commune = { split = "a", part = "b" }\n', "part"),
        ('[values.costs]\ncolumns = "a"\ntable = { "Été" = "gratuit", "ete" = "payant" }\n', "« ete »"),
        ("[hours]\nosm = 3\n", "osm"),
    ],
)
def test_our_form_refuses_the_impossible(text: str, told: str) -> None:
    with pytest.raises(WrongMapping) as refused:
        own.compile_plan(LEAST + text, name="x", version="1")
    assert told in plain(str(refused.value))


KEYS = sorted({*national.KNOWN, *national.OLD_NAMES, *national.TAKE_KEYS, *national.RULE_KEYS, *national.HOURS_KEYS, "x", ""})
SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.sampled_from(["", "a", "Mo", "Gratuit", "BIB", "a.b", "-1", "\x00"]) | st.text(max_size=5)
)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5), max_leaves=12)
ANYTHING.validate()  # Hypothesis reads the source of its lambda: now, and not once the file has changed under a long run


TABLE = open_table(b'a,a.b,x\n"Gratuit, x",3,oui\nBIB,,non\n')


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=8), ANYTHING)
def test_no_config_crashes(config: dict[str, Any], name: Any) -> None:
    try:
        plan = national.compile_plan(json.dumps(config | {"nom": name}), name="x", version="1")
    except WrongMapping:
        return
    draft = RowReader(bind(plan, ["a", "a.b", "x"]), date(2026, 11, 23)).read({"a": "Gratuit, x", "a.b": 3, "x": "oui"})
    assert [remark for remark in draft.remarks if remark.rule == "field_failed"] == []
    assert review(TABLE, json.dumps(config | {"nom": name}), name="x").rows == 2


PARTS = sorted(
    {*FIELDS, "list", "fields", "words", "values", "offers", "precision", "columns", "table", "terms", "code", "facets", "days", "mo", "id", "part", "x"}
)
TOML = st.recursive(
    st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "BIB", "gratuit", "securite", "open"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=4),
    max_leaves=12,
)
TOML.validate()


@given(st.dictionaries(st.sampled_from(PARTS), TOML, max_size=6))
def test_no_toml_crashes(written: dict[str, Any]) -> None:
    whole = {"list": {"id": "a"}, "fields": {"name": "a"}} | written
    text = "\n".join(f"{json.dumps(key)} = {inline(value)}" for key, value in whole.items())
    assert tomllib.loads(text) == whole
    try:
        plan = own.compile_plan(text, name="x", version="1")
    except WrongMapping:
        return
    draft = RowReader(bind(plan, ["a", "x"]), date(2026, 11, 23)).read({"a": "Gratuit, x", "x": "oui"})
    assert [remark for remark in draft.remarks if remark.rule == "field_failed"] == []


def inline(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else json.dumps(value)


DICTIONARY = """
[list]
id = "id"
[fields]
name = "nom"
[[words.services]]
columns = ["Ce qu'on y fait"]
dictionary = true
skip = ["autre*"]
"""


@pytest.mark.parametrize(
    ("cell", "codes", "unknown"),
    [
        ("Aide aux démarches, borne d'accès internet", {"demarches-administratives", "acces-internet-materiel"}, ""),
        ("Utilisation sécurisée du numérique ; 2 PC", {"securite", "acces-internet-materiel"}, ""),
        ("Accueil chaleureux, wifi", {"acces-internet-materiel"}, ""),
        ("Pas de wifi", set(), ""),
        ("Prêt de livres ; contes", set(), "Prêt de livres ; contes"),
        ("Autres services", set(), ""),
        ("NC", set(), ""),
        ("", set(), ""),
    ],
)
def test_the_dictionary_states_what_it_hears_in_a_column_about_the_field(cell: str, codes: set[str], unknown: str) -> None:
    """Nothing is said of what stands beside; only a cell of which nothing was understood is told."""
    plan = bind(own.compile_plan(DICTIONARY, name="x", version="1"), ("id", "nom", "Ce qu'on y fait"))

    draft = RowReader(plan, date(2026, 11, 24)).read({"id": "1", "nom": "Le Local", "Ce qu'on y fait": cell})

    assert {code for code, state in draft.values.get("services", {}).items() if state} == codes
    assert [remark.raw for remark in draft.remarks if remark.rule == "word_unknown"] == ([unknown] if unknown else [])


def test_a_wrong_dictionary_part_is_refused_with_its_place() -> None:
    with pytest.raises(WrongMapping, match="dictionary"):
        own.compile_plan(DICTIONARY.replace("true", '"oui"'), name="x", version="1")
    with pytest.raises(WrongMapping, match=r"words\.services"):
        own.compile_plan(DICTIONARY.replace('columns = ["Ce qu\'on y fait"]\n', ""), name="x", version="1")
