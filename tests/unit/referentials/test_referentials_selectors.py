"""The vocabularies answer in the reader's words, and read what sources write."""

import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.models import Offer
from maillage.referentials import selectors
from maillage.referentials.terms import UnknownTerm

OURS = [vocabulary for vocabulary in selectors.vocabularies().values() if not vocabulary.meta.external]
TERMS = [(vocabulary.name, term) for vocabulary in OURS for term in vocabulary]
FIRST_LEVEL_SERVICES = [
    "demarches-administratives",
    "outils-du-quotidien",
    "insertion-professionnelle",
    "securite",
    "parentalite-education",
    "loisirs-creation",
    "culture-numerique",
    "acces-internet-materiel",
    "materiel-solidaire",
]


def test_codes_everybody_relies_on():
    assert [term.code for term in selectors.vocabulary("services") if not term.parent] == FIRST_LEVEL_SERVICES
    assert selectors.vocabulary("costs").codes == ("gratuit", "gratuit-sous-condition", "payant")
    assert selectors.vocabulary("audiences").codes == ("jeunes", "etudiants", "familles-enfants", "seniors", "femmes")
    assert selectors.vocabulary("support").codes == ("en-autonomie", "accompagnement-individuel", "atelier-collectif", "a-distance")
    assert selectors.vocabulary("who_may_come").codes == ("tout-le-monde", "inscrits", "orientes")
    assert selectors.vocabulary("level").codes == ("debutant", "intermediaire", "avance")
    assert len(selectors.vocabulary("kinds")) == 92


def test_roles_are_those_of_offers():
    assert set(selectors.vocabulary("roles").codes) == set(Offer.Role.values)


def test_label_speaks_to_its_reader():
    assert selectors.label("services", "securite") == "Se protéger des arnaques et des piratages"
    assert selectors.label("services", "securite", "professional") == "Utilisation sécurisée du numérique"
    assert selectors.label("kinds", "MUNI") == "Mairie"
    assert selectors.label("kinds", "MUNI", language="en") == "Town hall"
    with translation.override("en"):
        assert selectors.label("care", "illettrisme") == "I find reading hard"
        assert selectors.label("care", "illettrisme", "professional") == "Low literacy"
        assert selectors.label("care", "illettrisme", language="fr") == "Je lis difficilement"


@pytest.mark.parametrize(
    ("vocab", "text", "code"),
    [
        ("services", "COMPREHENSION DU MONDE NUMERIQUE", "culture-numerique"),
        ("services", "Devenir autonome dans les démarches administratives", "demarches-administratives"),
        ("services", "S'équiper en matériel informatique", "materiel-solidaire"),
        ("services", "E-mail", "courriel"),
        ("labels", "Étapes numériques (La Poste)", "etapes-numeriques-la-poste"),
        ("labels", "Étapes numériques(La Poste)", "etapes-numeriques-la-poste"),
        ("programmes", "CNFS", "conseillers-numeriques"),
        ("audiences", "Seniors (+ 65 ans)", "seniors"),
        ("costs", "Gratuit : Je peux accéder gratuitement au lieu et à ses services", "gratuit"),
        ("kinds", "Médiathèque", "BIB"),
        ("kinds", "bib", "BIB"),
        ("kinds", "Pôle Emploi", "FT"),
        ("equipment", "Imprimante multi-fonctions", "imprimante"),
        ("support", "Seul : j'ai accès à du matériel et une connexion", "en-autonomie"),
        ("audiences", "Adultes", None),
        ("support", "A ma place : une personne habilitée fait les démarches à ma place", None),
        ("services", "", None),
    ],
)
def test_by_standard_reads_what_sources_write(vocab, text, code):
    assert selectors.by_standard(vocab, text) == code


@given(st.sampled_from(TERMS), st.sampled_from([str.upper, str.lower, str.title, lambda text: f"  {text} ;"]))
def test_by_standard_ignores_capitals_and_punctuation(pair, change):
    name, term = pair
    assert selectors.by_standard(name, change(term.label)) == term.code


def test_standard_values_come_back_to_their_codes():
    for name, term in TERMS:
        if term.standard:
            assert selectors.by_standard(name, selectors.standard_value(name, term.code)) == term.code


def test_a_second_level_service_is_exported_under_the_first():
    assert selectors.first_level("services", "courriel") == "outils-du-quotidien"
    assert selectors.standard_value("services", "courriel") == "Maîtrise des outils numériques du quotidien"
    assert "courriel" in selectors.with_children("services", "outils-du-quotidien")
    assert selectors.with_children("services", "courriel") == ("courriel",)
    assert selectors.standard_value("equipment", "scanner") == ""


def test_every_theme_of_la_coop_has_its_service():
    linked = [code for term in selectors.vocabulary("services") for code in term.crosswalk.get("coop_themes", ())]
    assert sorted(linked) == sorted(selectors.vocabulary("coop_themes").codes)


def test_needs_lead_to_services():
    assert selectors.services_for("arnaques") == ("securite",)
    assert {service for need in selectors.needs() for service in selectors.services_for(need.code)} == set(FIRST_LEVEL_SERVICES)
    words = {word for term in selectors.vocabulary("services") if term.code.startswith("demarches") for word in term.words}
    assert {"carte grise", "impôts", "CAF", "Ameli", "France Travail"} <= words


def test_unknown_names_are_refused():
    with pytest.raises(UnknownTerm, match="no vocabulary 'colours'"):
        selectors.vocabulary("colours")
    with pytest.raises(UnknownTerm, match="costs: no term 'red'"):
        selectors.label("costs", "red")


def test_vocabularies_cannot_be_changed():
    services = selectors.vocabulary("services")
    with pytest.raises(AttributeError):
        services.get("securite").public = "x"
    with pytest.raises(TypeError):
        services.by_code["x"] = services.get("securite")


FORBIDDEN = ("usager", "inclusion num", "dispositif", "illettrisme", "bénéficiaire", "prescri")


def test_wording_is_plain_and_well_typed():
    for name, term in TERMS:
        for text in (term.label, term.public):
            assert "'" not in text, (name, text, "typographic apostrophe")
            assert not any(f" {mark}" in text for mark in ";:?!»"), (name, text, "narrow no-break space before ; : ? ! »")
        assert not any(word in term.public.lower() for word in FORBIDDEN), (name, term.public)
        assert len(term.public) <= 80, (name, term.public)


def test_standard_values_are_those_of_the_schema(shared):

    standard = json.loads((shared / "referentials" / "standard-enums.json").read_text(encoding="utf-8"))
    fields = {
        "services": "services", "publics_specifiquement_adresses": "audiences", "prise_en_charge_specifique": "care", "frais_a_charge": "costs",
        "dispositif_programmes_nationaux": "programmes", "formations_labels": "labels", "modalites_acces": "access",
        "modalites_accompagnement": "support", "itinerance": "itinerance",
    }  # fmt: skip
    for field, name in fields.items():
        assert [term.standard for term in selectors.vocabulary(name) if term.standard] == standard["enums"][field]
    assert sorted(selectors.vocabulary("kinds").codes) == sorted(kind["code"] for kind in standard["typologie"]["values"])
    assert all(selectors.by_standard("services", text) for text in standard["legacy_v0_1_1"]["services"])
