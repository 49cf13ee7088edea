"""Columns and cells that name a person: told by the mapping, by their heads or by what they hold, and dropped."""

import pytest

from maillage.directory.people.names import names_someone
from maillage.ingestion.mapping import loading, national, own
from maillage.ingestion.mapping.persons import names_person
from maillage.ingestion.mapping.plan import bind
from maillage.ingestion.reading import open_delivery
from tests.unit.ingestion.test_mapping_forms import LEAST, plain


def test_personal_columns_may_be_told_by_a_pattern() -> None:
    text = LEAST.replace("[fields]", 'personal = ["Contact*", "agent"]\n[fields]')
    plan = bind(own.compile_plan(text, name="x", version="1"), ["id", "nom", "Contact mail", "contact", "agent.nom", "agence"])

    assert set(plan.personal) == {"Contact mail", "contact", "agent.nom"}


@pytest.mark.parametrize(
    "column",
    [
        "Contact",
        "Prénom",
        "prenomReferent",
        "Nom du contact",
        "Nom et prénom du référent",
        "Creator",
        "Editor",
        "Mobile",
        "Mail du référent",
        "Contact.nom",
        "created_by",
        "Personne à contacter",
        "Votre interlocuteur",
        "Qui contacter",
        "Vu avec",
        "Rempli par",
        "Saisi par",
        "Mis à jour par",
        "Signature",
        "À contacter",
        "Personne ressource",
        "Nom de l'enquêteur",
    ],
)
def test_columns_that_plainly_name_a_person(column: str) -> None:
    assert names_person(column)


@pytest.mark.parametrize(
    "column",
    [
        "Nom",
        "Nom de la structure",
        "Conseiller numérique",
        "Mail",
        "Téléphone",
        "Contact mail de la structure",
        "Présence d'un médiateur",
        "Commune",
        "Mobilité",
        "Personnes en situation de handicap",
        "Personnes à mobilité réduite",
        "Nombre de personnes",
        "Mis à jour le",
        "Coordonnées de la structure",
        "Saisie",
    ],
)
def test_columns_that_do_not(column: str) -> None:
    assert not names_person(column)


@pytest.mark.parametrize(
    "cell",
    [
        "Sophie Bernard 06 12 34 56 78", "Yasmina Belkacem 0612345678", "Mme Durand (accueil)", "mme durand", "M.DUPONT", "Paul Martin",
        "MARTIN Paul", "Lucie M.",
        "C. Leroy (conseiller numérique)", "Nathalie", "Jean-Luc", "Vu avec Sophie Bernard", "Conseillère numérique : Lucie Petit", "Paul et Sophie",
        "prenom.nom@gmail.com", "sophie.bernard@mairie.fr", "Sophie BERNARD, directrice",
    ],
)  # fmt: skip
def test_cells_that_name_a_person(cell: str) -> None:
    assert names_someone(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "Médiathèque Louise Michel", "rue Paul Bert", "École Jules Ferry", "Saint Martin", "France Services", "France Travail", "MAIRIE",
        "Mairie 06 12 34 56 78",
        "Accueil : 06 12 34 56 78", "accueil", "bénévoles", "mairie@wanadoo.fr", "Voir M. le Maire",
        "La Poste", "2 PC", "Conseiller numérique le jeudi", "Oui", "", "\0",
    ],
)  # fmt: skip
def test_cells_that_do_not(cell: str) -> None:
    assert not names_someone(cell)


@pytest.mark.parametrize("form", [LEAST, '{"id": {"colonne": "id"}, "nom": {"colonne": "nom"}}'])
def test_a_column_that_no_rule_reads_is_dropped_when_a_fifth_of_its_cells_are_persons(form: str) -> None:
    rows = "".join(
        f"{rank},Lieu {rank},{'Sophie Bernard 06 12 34 56 78' if rank % 5 == 0 else 'accueil'},{'Paul Martin' if not rank else 'x'}\n" for rank in range(20)
    )

    delivery = open_delivery(f"id,nom,Divers,Rare\n{rows}".encode(), lambda _columns: loading.compile_text(form, name="x"))

    assert delivery.plan.personal == ("Divers",)
    assert "« Divers »" in plain(delivery.warnings[-1])
    assert not any("Bernard" in str(cells) for cells in delivery.cells())


def test_a_column_that_the_mapping_says_to_know_is_kept_whatever_it_holds() -> None:
    text = LEAST.replace("[fields]", 'known = ["Agent"]\n[fields]')

    assert open_delivery(b"id,nom,Agent\n1,Lieu,Paul Martin\n", lambda _columns: own.compile_plan(text, name="x", version="1")).plan.personal == ()


def test_a_national_mapping_alone_drops_the_columns_that_plainly_name_persons_unless_a_rule_reads_them() -> None:
    plan = national.compile_plan('{"nom": {"colonne": "Contact"}}', name="x", version="1")

    assert bind(plan, ["Contact", "Prénom", "Adresse"]).personal == ("Prénom",)
