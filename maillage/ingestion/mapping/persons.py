"""Knows which names of columns plainly name a person: such a column is dropped unless a rule reads it."""

import re

from maillage.base.text import fold

PERSON = re.compile(
    r"""^(?:
    (?:last\ )?(?:creator|editor|createur|editeur)(?:\ (?:name|nom|mail|email))?
    | (?:created|edited|last\ edited|modified|cree|modifie|saisi)\ (?:by|par)(?:\ \w+)?
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
    | (?:contact|referent|referente|responsable|interlocuteur|directeur|directrice|president|signataire|auteur|animateur|conseiller|mediateur)
      (?:\ (?:nom|prenom|mail|email|mel|courriel|tel|telephone|portable|mobile|name|fonction|principal|technique|\d|et\ .*))*
    | portable | mobile | nom\ de\ famille | last\ ?name | first\ ?name | surname | contact\ person | civilite | date\ de\ naissance
    )$""",
    re.VERBOSE,
)
PARTED = re.compile(r"(?<=[a-zéèàç])(?=[A-ZÉ][a-zéèàç])")  # "prenomReferent" holds two words


def names_person(column: str) -> bool:
    """Does the name of this column plainly say that it names a person, or reaches one?"""
    name = fold(PARTED.sub(" ", column.rpartition("__")[0] if column.rpartition("__")[2].isdigit() else column))
    return bool(PERSON.match(name)) or any(PERSON.match(fold(part)) for part in column.split(".")[:-1])
