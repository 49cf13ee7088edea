"""The national standard is read in each of its versions, and our own exports come back as they left."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.ingestion.checking import check_file
from maillage.opendata import writers
from maillage.opendata.schemas import standard as export

TODAY = date(2026, 11, 24)
SHARED = {
    "id": "structure-1", "pivot": "43493312300029", "nom": "Le Hangar des possibles", "commune": "Reims", "code_postal": "51100", "code_insee": "51454",
    "adresse": "12 bis rue de Clèves", "complement_adresse": "Le patio", "latitude": "49.25", "longitude": "4.03", "typologie": "TIERS_LIEUX{}ASSO",
    "telephone": "+33180059880", "site_web": "https://hangar.example/{}https://forum.example/h", "horaires": "Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00",
    "presentation_resume": "Ateliers du mardi.", "presentation_detail": "Ateliers du mardi, pour tous.", "source": "Hubik",
    "structure_parente": "Ville de Reims", "prise_rdv": "https://rdv.example/",
}  # fmt: skip
FIRST = SHARED | {
    "cle_ban": "51454_0001", "courriel": "contact@hangar.example", "date_maj": "2022-06-02",
    "services": "Devenir autonome dans les démarches administratives{}Prendre en main un smartphone ou une tablette{}S'équiper en matériel informatique",
    "publics_accueillis": "Familles/enfants{}Adultes{}Déficience visuelle",
    "conditions_acces": "Gratuit sous condition : La gratuité est conditionnée à des critères (situation familiale, convention avec un organisme social...){}"
                        "Accepte le Pass numérique : Il est possible d'utiliser un Pass numérique pour accéder au lieu",
    "labels_nationaux": "France Services{}APTIC{}Fabriques de Territoire", "labels_autres": "Réseau du fleuve{}Label et la bête",
    "modalites_accompagnement": "Seul : j'ai accès à du matériel et une connexion{}A ma place : une personne habilitée fait les démarches à ma place",
    "accessibilite": "https://acceslibre.example/hangar",
}  # fmt: skip
NEW = SHARED | {
    "courriels": "contact@hangar.example{}aide@hangar.example", "itinerance": "Fixe", "date_maj": "2024-07-02",
    "services": "Aide aux démarches administratives{}Maîtrise des outils numériques du quotidien{}Acquisition de matériel informatique à prix solidaire",
    "publics_specifiquement_adresses": "Familles et/ou enfants", "prise_en_charge_specifique": "Déficience visuelle",
    "frais_a_charge": "Gratuit sous condition", "dispositif_programmes_nationaux": "France Services", "formations_labels": "Fabriques de Territoire",
    "autres_formations_labels": "Réseau du fleuve{}Label et la bête", "modalites_acces": "Téléphoner",
    "modalites_accompagnement": "En autonomie{}Accompagnement individuel", "fiche_acces_libre": "https://acceslibre.example/hangar",
}  # fmt: skip
VERSIONS = {
    "0.1.1": FIRST,
    "1.0.0": NEW,
    "1.0.1": NEW | {"services": ""},
    "1.0.2": NEW | {"formations_labels": "Fabriques de Territoire{}Étapes numériques(La Poste)"},
}


def read(row: dict[str, str], separator: str, *, header: Any = str) -> tuple[dict[str, Any], list[str], str]:
    """What a list of one row says: values, remarks by rule and field, name of the mapping is judged by its values."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([header(name) for name in row])
    writer.writerow([cell.replace("{}", separator) for cell in row.values()])
    checked = check_file(text.getvalue().encode(), source="une-liste", today=TODAY)
    draft = checked.rows[0].draft
    return draft.values, [f"{remark.rule} {remark.field}" for remark in draft.remarks if remark.asks], str(draft.as_of)


@pytest.mark.parametrize("separator", ["|", ";"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_of_the_standard_is_read(version: str, separator: str) -> None:
    row = VERSIONS[version]

    values, asked, as_of = read(row, separator)

    assert asked == []
    assert as_of == row["date_maj"]
    assert values["identifiers"] == {"siret": "43493312300029"}
    assert set(values["kinds"]) == {"TIERS_LIEUX", "ASSO"}
    assert set(values.get("services", {})) == (set() if version == "1.0.1" else {"demarches-administratives", "outils-du-quotidien", "materiel-solidaire"})
    assert values["audiences"] == {"familles-enfants": True}
    assert values["care"] == {"deficience-visuelle": True}
    assert values["costs"] == {"gratuit-sous-condition": True}
    assert values["programmes"] == {"france-services": True}
    assert "fabriques-de-territoire" in values["labels"]
    assert values["other_labels"] == ["Réseau du fleuve", "Label et la bête"]
    assert values["support"] == {"en-autonomie": True, "accompagnement-individuel": True}
    assert values["hours"] == "Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00"
    assert values["websites"] == ["https://hangar.example/", "https://forum.example/h"]
    assert values["access_url"] == "https://acceslibre.example/hangar"
    assert values["parent"] == "Ville de Reims"


@pytest.mark.parametrize(
    "header", [str.upper, str.title, lambda name: name.replace("_", " "), lambda name: name.replace("acces", "accès").replace("telephone", "Téléphone")]
)
@pytest.mark.parametrize("version", ["0.1.1", "1.0.2"])
def test_headers_are_known_whatever_their_capitals_accents_and_spaces(version: str, header: Any) -> None:
    assert read(VERSIONS[version], "|", header=header) == read(VERSIONS[version], "|")


def test_a_membership_fee_is_a_cost_and_a_condition() -> None:
    values, asked, _as_of = read(FIRST | {"conditions_acces": "Adhésion : L'accès au lieu et/ou à ses services nécessite d'y adhérer"}, ";")

    assert asked == []
    assert values["costs"] == {"payant": True}
    assert values["who_may_come"] == {"inscrits": True}


def test_the_valid_example_of_the_standard_is_read(shared: Path) -> None:
    checked = check_file((shared / "referentials/standard/exemple-valide.csv").read_bytes(), source="une-liste", today=TODAY)

    values = checked.rows[0].draft.values
    assert values["name"] == "Anonymal"
    assert set(values["programmes"]) == {"aidants-connect", "conseillers-numeriques", "la-croix-rouge"}
    assert set(values["support"]) == {"atelier-collectif", "a-distance", "en-autonomie", "accompagnement-individuel"}
    assert not [remark.raw for remark in checked.rows[0].draft.remarks if remark.rule == "word_unknown"]


def test_the_number_we_make_up_for_the_standard_is_no_identifier() -> None:
    values, asked, _as_of = read(NEW | {"pivot": f"{export.OWN_PIVOT_PREFIX}4KQ7ZD2H"}, "|")

    assert "identifiers" not in values
    assert asked == []


def test_the_apostrophe_put_before_a_formula_goes_away() -> None:
    values, _asked, _as_of = read(NEW | {"nom": writers.cell("=Numérique"), "presentation_detail": writers.cell("- cours\n- aide")}, "|")

    assert values["name"] == "=Numérique"
    assert values["description"] == "- cours\n- aide"
