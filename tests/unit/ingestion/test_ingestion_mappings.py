"""Mappings are checked before they run, and both forms say the same."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping import lint, loading, national, own
from maillage.ingestion.mapping.choosing import Chooser
from maillage.ingestion.mapping.keywords import loosen, says
from maillage.ingestion.mapping.plan import Choice, Columns, Plan, Take, bind

LEAST = '[list]\nlabel = "Liste"\nid = "id"\n[fields]\nname = "nom"\n'


def plan_of(config: Mapping[str, Any]) -> Plan:
    return national.compile_plan(json.dumps({"nom": {"colonne": "nom"}} | dict(config)), name="config.json", version="1")


def own_plan(text: str) -> Plan:
    return own.compile_plan(LEAST + text, name="liste.toml", version="1")


def plain(text: str) -> str:
    """A French sentence with ordinary spaces."""
    return text.replace("\u202f", " ")


def holds(choice: Choice, **cells: str) -> bool:
    return bool(Chooser(Plan("liste", "1", choices=(choice,))).chosen(cells))


@pytest.mark.parametrize(
    ("cell", "term", "found"),
    [
        ("Allocations (CAF, CPAM)", "CAF", True),
        ("Cafés numériques", "CAF", False),
        ("DÉMARCHES   administratives", "démarches administratives", True),
        ("ateliers collectifs", "atelier collectif", True),
        ("Accès libre", "accès", True),
        ("Je_forme_les_usagers_aux_usages,other", "Je forme les usagers aux usages", True),
        ("J'équipe_les_usagers_(dons_prêt", "'équipe_les_usagers_(dons_prêt", True),
        ("l’accès aux droits", "l'accès aux droits", True),
        ("hors-les-murs", "hors les murs", True),
        ("", "x", False),
    ],
)
def test_terms_are_whole_words_whatever_accents_and_plurals(cell: str, term: str, found: bool) -> None:
    assert says(loosen(cell), (loosen(term),), ()) is found


def test_a_veto_counts_in_its_own_cell() -> None:
    choice = Choice("costs", "gratuit", ("a", "b"), (loosen("gratuit"),), (loosen("gratuit sous condition"),))

    assert not holds(choice, a="Gratuit sous condition")
    assert holds(choice, a="Gratuit sous condition", b="Gratuit")


def test_without_terms_a_filled_column_is_enough_and_without_columns_nothing_is_asked() -> None:
    assert holds(Choice("services", "securite", ("a",)), a="x")
    assert not holds(Choice("services", "securite", ("a",)), a=" ")
    assert holds(Choice("services", "securite"))


@pytest.mark.parametrize(
    ("spec", "cells", "text"),
    [
        ({"colonne": "a"}, {"a": 12}, "12"),
        ({"colonne": ["a", "b"]}, {"a": "", "b": "B"}, "B"),
        ({"colonne": "x.y"}, {"x.y": "nested"}, "nested"),
        ({"valeur": "2024-01-01"}, {}, "2024-01-01"),
        ({"joindre": {"colonnes": ["a", "b"], "séparateur": " "}}, {"a": 4, "b": "rue"}, "4 rue"),
        ({"joindre": {"colonnes": ["a", "b"], "séparateur": " ", "ou": {"colonne": "c"}}}, {"a": None, "b": "", "c": "C"}, "C"),
        ({"dissocier": {"colonne": "a", "séparateur": ",", "partie": 1}}, {"a": "1, 2"}, "2"),
        ({"dissocier": {"colonne": "a", "séparateur": ",", "partie": 1}}, {"a": "1"}, ""),
        ({"colonne": ""}, {"": "x"}, ""),
    ],
)
def test_every_rule_of_the_national_form_is_understood(spec: dict[str, Any], cells: dict[str, Any], text: str) -> None:
    take = plan_of({"adresse": spec}).takes.get("street", Take())

    assert take.read(cells)[0] == text


def test_choices_of_the_national_form_become_codes() -> None:
    plan = plan_of(
        {
            "services": [
                {"colonnes": ["a"], "termes": ["x"], "sauf": ["y"], "cible": "Aide aux démarches administratives", "modalitesAccompagnement": "En autonomie"}
            ],
            "formations_labels": [{"cible": "Étapes numériques (La Poste)"}],
            "autres_formations_labels": [{"colonnes": ["b"]}, {"cible": "QPV"}],
        }
    )

    assert [(choice.field, choice.code, choice.needs_support) for choice in plan.choices] == [
        ("services", "demarches-administratives", "en-autonomie"),
        ("labels", "etapes-numeriques-la-poste", ""),
        ("other_labels", "QPV", ""),
    ]
    assert plan.takes["other_labels"].columns == ("b",)


def test_hours_of_the_national_form() -> None:
    plan = plan_of({"horaires": {"jours": [{"colonne": ["m1", "m2"], "osm": "Mo"}], "semaine": "s", "osm": "o"}, "semaine_ouverture": {"colonne": "w"}})

    assert plan.hours is not None
    assert (plan.hours.days, plan.hours.osm, plan.hours.words, plan.hours.weeks) == ((("mo", ("m1", "m2")),), ("o",), ("s",), ("w",))


def test_faults_of_the_national_form_are_told_and_repaired_when_sure() -> None:
    plan = plan_of({"courriel": {"colonne": "mail"}, "adrese": {}, "services": [{"cible": "Comprehension du monde numérique"}, {"cible": "Couture"}]})
    told = plain("\n".join(plan.warnings))

    assert plan.takes["emails"].columns == ("mail",)
    assert [choice.code for choice in plan.choices] == ["culture-numerique"]
    assert "« courriel » lue comme « courriels »" in told
    assert "« adresse »" in told
    assert "« Compréhension du monde numérique »" in told
    assert "« Couture »" in told


@pytest.mark.parametrize("text", ["{", "[]", '{"commune": {}}', '{"nom": {"colonne": ""}}', '{"nom": 1, "horaires": {"jours": 3}}'])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(WrongMapping):
        national.compile_plan(text, name="x", version="1")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[fields]\nname = "nom"\n', r"\[list\]"),
        ('[list]\nlabel = "x"\n[fields]\nname = "nom"\n', "fingerprint"),
        ('[list]\nid = "id"\n[fields]\nstreet = "rue"\n', "nom"),
        (LEAST + 'stret = "rue"\n', "«.street.»"),
        (LEAST + "[[service]]\n", "«.services.»"),
        (LEAST + '[[services]]\ncode = "securites"\n', "«.securite.»"),
        (LEAST + '[[services]]\ncode = "securite"\nterm = ["x"]\n', "«.terms.»"),
        (LEAST + '[services]\ncode = "securite"\n', r"\[\[services\]\]"),
        (LEAST + '[[state]]\ncode = "ferme"\n', "state"),
        (LEAST + "street = 3\n", "street"),
        (LEAST + 'phones = { column = "t", contact = "moi" }\n', "«.person.»"),
        (LEAST + '[[precision]]\nsame = ["a"]\ncode = "street"\n', "precision"),
        (LEAST + '[hours.days]\nlundi = "h"\n', "lundi"),
        (LEAST + "[words.services]\n", "columns"),
        ('[list]\nid = "id"\nauthoritative_for = ["hour"]\n[fields]\nname = "nom"\n', "«.hours.»"),
        ("[list", "TOML"),
        (LEAST + "[hours]\ndays = 3\n", "forme"),
        ("list = 3\nfields = 4\n", "list"),
    ],
)
def test_our_form_refuses_what_it_does_not_know_with_the_nearest_word(text: str, told: str) -> None:
    with pytest.raises(WrongMapping, match=told):
        own.compile_plan(text, name="x", version="1")


def test_a_second_name_completes_a_general_one() -> None:
    plan = own.compile_plan(
        '[list]\nid = "id"\n[fields.name]\ncolumn = "a"\ncomplete = "b"\nwhen = ["bib*otheque*municipale"]\nunless = ["mairie*", "rue *"]\n',
        name="x",
        version="1",
    )
    name = plan.takes["name"]

    assert name.read({"a": "Bibliothèque Municipale", "b": "Louis Aragon"})[0] == "Bibliothèque Municipale Louis Aragon"
    assert name.read({"a": "Bibiothèque municipale", "b": "Mairie annexe"})[0] == "Bibiothèque municipale"
    assert name.read({"a": "Bibliothèque municipale", "b": "Rue Haute"})[0] == "Bibliothèque municipale"
    assert name.read({"a": "Médiathèque Jean Macé", "b": "Le réseau"})[0] == "Médiathèque Jean Macé"


def test_phones_take_all_their_columns_and_names_only_the_first() -> None:
    plan = own_plan('phones = ["fixe", "mobile"]\ncommune = ["a", "b"]\n')

    assert plan.takes["phones"].read({"fixe": "1", "mobile": "2"})[0] == "1\n2"
    assert plan.takes["commune"].read({"a": "", "b": "B"})[0] == "B"


def test_columns_are_found_whatever_their_signs() -> None:
    columns = Columns(["Organisez-vous ‘hors les murs’ ?", "Organisez-vous 'hors les murs' ?", "Horaires", "Horaires__1"])

    assert columns.find(["Organisez-vous 'hors les murs' ?"]) == ("Organisez-vous 'hors les murs' ?", "Organisez-vous ‘hors les murs’ ?")
    assert columns.find(["horaires"]) == ("Horaires",)
    assert columns.find(["absente"]) == ()


def test_a_choice_on_absent_columns_never_becomes_one_that_always_holds() -> None:
    plan = own_plan('[[services]]\ncode = "securite"\ncolumns = ["absente"]\n')

    assert bind(plan, ["id", "nom"]).choices == ()


def test_columns_absent_unused_and_personal_are_told() -> None:
    plan = own_plan('street = "adresse"\n')
    names = ("id", "nom", "Adresses", "Creator")
    told = plain("\n".join(lint.column_warnings(plan, names, bind(plan, names).personal)))

    assert "« adresse »" in told
    assert "« Adresses »" in told
    assert "ne sont donc pas gardées : « Creator »" in told


def test_the_version_of_a_plan_follows_its_text() -> None:
    first, same, other = (loading.compile_text(LEAST + text, name="x").version for text in ("", "", "# autre\n"))

    assert first == same != other


@pytest.mark.parametrize("name", loading.shipped_names())
def test_shipped_mappings_are_right(name: str) -> None:
    plan = loading.compile_text(loading.shipped_text(name), name=name, source=name)

    assert plan.about.get("label") or name.startswith(loading.BY_COLUMNS)
    assert plan.warnings == ()


def test_a_national_mapping_borrows_what_it_cannot_say() -> None:
    config = json.dumps({"nom": {"colonne": "Structure"}})

    assert loading.compile_text(config, name="config.json", source="corse").personal == ("Contact",)
    assert loading.compile_text(config, name="config.json", source="inconnue").personal == ()


def test_the_mapping_is_chosen_given_then_shipped_then_last_then_standard() -> None:
    standard = ("id", "nom", "commune", "code_postal", "adresse", "pivot")

    assert loading.choose("corse", "[list]", "ancienne", ()).text == "[list]"
    assert loading.choose("corse", None, "ancienne", ()).name == "corse.toml"
    assert loading.choose("autre", None, "ancienne", standard).text == "ancienne"
    assert loading.choose("autre", None, "", standard).name == "standard.toml"
    with pytest.raises(WrongMapping, match="autre"):
        loading.choose("autre", None, "", ("nom",))
    with pytest.raises(WrongMapping):
        loading.choose("../corse", None, "", ("nom",))


@pytest.mark.parametrize("page", ["importer-une-liste.md", "import-a-list.md"])
def test_the_guide_says_what_is_true(page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / "guides" / page).read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)

    assert example
    assert own.compile_plan(example[1], name="x", version="1").takes


def test_a_personal_column_takes_what_is_nested_in_it() -> None:
    assert Columns(["Contact", "Contact.nom", "contact.tel.fixe", "Contact mail"]).within(["Contact"]) == ("Contact", "Contact.nom", "contact.tel.fixe")


def test_a_licence_longer_than_its_column_is_refused_before_the_run() -> None:
    text = f'[list]\nid = "id"\nlicence = "{"L" * 61}"\n[fields]\nname = "nom"\n'

    with pytest.raises(WrongMapping, match="licence"):
        own.compile_plan(text, name="x", version="1")
