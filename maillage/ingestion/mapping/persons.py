"""Knows which columns name persons, by their own name and by their cells: such a column is dropped unless a rule reads it. In doubt it says person."""

import re
from collections.abc import Callable, Mapping

from maillage.base.text import fold
from maillage.directory.people.names import names_someone

PERSON = re.compile(
    r"""^(?:
    (?:last\ )?(?:creator|editor|createur|editeur)(?:\ (?:name|nom|mail|email))?
    | (?:created|edited|last\ edited|modified)\ by(?:\ \w+)?
    | (?:vu|fait|valide|verifie|relu|mi?s\ a\ jour|maj|mise\ a\ jour|rempli|renseigne|complete|saisi|cree|modifie|transmis|signe|redige|communique|recense
        |declare|contacte|recu)e?s?\ (?:par|avec|aupres\ de)(?:\ .*)?
    | (?:personnes?|interlocuteurs?|interlocutrices?)
      \ (?:(?:a|de|d)\ (?:contact|contacter|joindre|appeler|demander|prevenir|reference|confiance)|qui|en\ charge|pour|ressource|referente?|contact)s?
      (?:\ .*)?
    | (?:a|qui)\ (?:contacter|joindre|appeler|prevenir)(?:\ .*)? | qui\ (?:demander|voir)
    | (?:votre|vos|notre|nos|mon|ma|son|leur)
      \ (?:contact|interlocuteur|interlocutrice|referente?|correspondante?|conseiller|conseillere|responsable|animateur|animatrice)s?(?:\ .*)?
    | signatures?(?:\ .*)? | paraphe | (?:nom\ (?:de\ l|du)\ )?(?:enquete(?:ur|rice)|repondante?|redacteur|redactrice|correspondante?)
    | (?:\w+\ )?prenoms?(?:\ .*)? | .*\ prenoms?
    | (?:personne|nom|noms|name|identite|civilite|fonction|prenom)
      (?:\ (?:et|de|du|des|d|la|le|l|n|prenom|personne))*
      \ (?:contact|referent|referente|responsable|directeur|directrice|agent|conseiller|mediateur|interlocuteur|gestionnaire
         |president|salarie|benevole|personne)s?
      (?:\ .*)?
    | (?:portable|mobile|tel|telephone|mail|email|courriel|coordonnees|adresse)
      (?:\ (?:de|du|des|d|la|le|l|n|mail|email|telephone|tel|portable))*
      \ (?:referent|referente|responsable|directeur|directrice|agent|interlocuteur|gestionnaire|president|salarie|benevole|conseiller|mediateur|animateur)s?
      (?:\ .*)?
    | (?:contact|referent|referente|responsable|interlocuteur|interlocutrice|directeur|directrice|president|signataire|auteur|animateur|conseiller|mediateur)
      (?:\ (?:nom|prenom|mail|email|mel|courriel|tel|telephone|portable|mobile|name|fonction|principal|technique|\d|et\ .*))*
    | portable | mobile | nom\ de\ famille | last\ ?name | first\ ?name | surname | contact\ person | civilite | date\ de\ naissance
    )$""",
    re.VERBOSE,
)
PARTED = re.compile(r"(?<=[a-zéèàç])(?=[A-ZÉ][a-zéèàç])")  # "prenomReferent" holds two words

ENOUGH = 0.2  # share of the filled cells of a column from which it is one of persons


def names_person(column: str) -> bool:
    """Does the name of this column plainly say that it names a person, or reaches one?"""
    name = fold(PARTED.sub(" ", column.rpartition("__")[0] if column.rpartition("__")[2].isdigit() else column))
    return bool(PERSON.match(name)) or any(PERSON.match(fold(part)) for part in column.split(".")[:-1])


def hold_persons(cells: Mapping[str, int]) -> bool:
    """Are enough of these filled cells (with how often they come) about persons for their column to be one of persons?"""
    return share_of_persons(cells) >= ENOUGH


def share_of_persons(cells: Mapping[str, int], names: Callable[[str], bool] | None = None) -> float:
    """Share of filled cells that name a person, or reach one."""
    told = sum(count for cell, count in cells.items() if (names or names_someone)(cell))
    return told / sum(cells.values()) if told else 0.0
