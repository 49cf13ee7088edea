"""Knows which columns name persons, by their own name and by their cells: such a column is dropped unless a rule reads it. In doubt it says person."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from maillage.base.text import fold
from maillage.ingestion.normalisers import contacts

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
MOBILE = re.compile(r"(?<![\d.])(?:\+33\s?\(?0?\)?|0033|0)\s?[67](?:[\s.-]?\d{2}){4}(?!\d)")
CIVIL = re.compile(r"^(?:mr?\.\s*|(?:mr|mme|mlle|madame|monsieur)\s+)[^\W\d_]{3,}", re.IGNORECASE)
NUMBER = re.compile(r"[+(]?\d[\d\s().-]*")
EMAIL = re.compile(r"[\w.+'-]+@[\w.-]+")
ASIDE = re.compile(r"\([^)]*\)")
PIECES = re.compile(r"[,;/|\n\t]+|\s[-–—]\s|:| (?:et|ou|and|&) ")
CIVILITY = re.compile(
    r"""(?:^|[\s,;:/(-])(?:(?:M|Mr|MM)\.\s*|(?:M|Mr|MR|Mmes?|MME|Mlles?|MLLE|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|MONSIEUR|MADAME)\s+)
        [A-ZÀ-Þ](?:[\w'’-]+|\.?(?=$|\W))""",
    re.VERBOSE,
)
INITIAL = re.compile(r"^[A-ZÀ-Þ](?:[.-][A-ZÀ-Þ])?\.\s?[A-ZÀ-Þ][\w'’-]{2,}$")
# Words that stand before the name of a person, not of a place: "vu avec Sophie Bernard", "conseillère numérique Lucie M.".
_BEFORE = """
a adjoint adjointe agent animateur animatrice aupres avec benevole bibliothecaire chef cheffe conseiller conseillere contact contacter coordinateur
coordinatrice de demander directeur directrice du est formateur formatrice gestionnaire interlocuteur interlocutrice la le maire mediateur mediatrice
mobile mon notre numerique par port portable president presidente referent referente rempli responsable saisi secretaire service signe tel telephone
tresorier valide voir votre vu
"""
BEFORE = frozenset(_BEFORE.split())
NO_NAMES = frozenset({"france"})  # first names that are far more often something else


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


def names_someone(cell: str) -> bool:
    """Does a cell name a person, or give an address that is one's?"""
    return holds_a_name(cell) or ("@" in cell and any(contacts.of_email(address) == "person" for address in EMAIL.findall(cell)))


@lru_cache(maxsize=4096)
def holds_a_name(cell: str) -> bool:
    """Does a cell hold the name of a person, whatever stands beside: "Sophie Bernard 06 12 34 56 78", "Mme Durand (accueil)"?"""
    if not any(sign.isalpha() for sign in cell):
        return False
    bare = NUMBER.sub(" ", EMAIL.sub(" ", ASIDE.sub(" ", cell)))
    pieces = [piece.split() for piece in PIECES.split(bare) if piece.strip()]
    return bool(CIVIL.match(cell) or CIVILITY.search(cell)) or any(map(_is_a_name, pieces)) or (bool(MOBILE.search(cell)) and any(map(_may_be_a_name, pieces)))


def _is_a_name(words: list[str]) -> bool:
    """A first name and another word in capitals, an initial and a name, or a first name alone; not after the word of a place."""
    words = _from_the_name(words)
    if not words:
        return False
    if INITIAL.match(" ".join(words[:2])) or INITIAL.match(words[0]):
        return True
    if _is_first_name(words[0]):
        return len(words) == 1 or (words[1][:1].isupper() and not _is_of_a_service(words[1]))
    return len(words) == 2 and words[0].isupper() and words[0].isalpha() and len(words[0]) > 2 and _is_first_name(words[1]) and not _is_of_a_service(words[0])


def _may_be_a_name(words: list[str]) -> bool:
    """Words in capitals that are of no service: beside a mobile number, they are a name."""
    words = _from_the_name(words)
    return bool(words) and words[0][:1].isupper() and words[0][:2].isalpha() and not any(map(_is_of_a_service, words))


def _from_the_name(words: list[str]) -> list[str]:
    """The words without those that may stand before a name."""
    start = next((rank for rank, word in enumerate(words) if fold(word) and fold(word) not in BEFORE), len(words))
    return words[start:]


def _is_first_name(word: str) -> bool:
    folded = fold(word)
    known = contacts.first_names() - NO_NAMES
    return word[:1].isupper() and bool(folded) and (folded in known or ("-" in word and all(part in known for part in folded.split())))


def _is_of_a_service(word: str) -> bool:
    folded = fold(word)
    return folded in contacts.WORDS or folded.rstrip("s") in contacts.WORDS or bool(contacts.STEMS.search(folded))
