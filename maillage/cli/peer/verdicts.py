"""Knows what can be said of a difference, and why: each reason has one sentence and one verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from maillage.base.text import fold
from maillage.cli.peer.facts import Facts
from maillage.ingestion.normalisers.text import as_text


class Kind(StrEnum):
    """Who keeps the list better."""

    EQUAL = "equal"
    BETTER = "better"
    WORSE = "worse"
    TO_JUDGE = "to-judge"


# reason -> verdict, sentence. French: the document is read by the owners of the lists.
REASONS: dict[str, tuple[Kind, str]] = {
    "same": (Kind.EQUAL, "la même valeur"),
    "row-kept": (Kind.BETTER, "la ligne nomme un lieu ; l’outil national la rejette ou la perd"),
    "row-lost": (Kind.WORSE, "l’outil national garde la ligne, pas nous"),
    "row-empty": (Kind.EQUAL, "la ligne ne nomme aucun lieu : personne ne la garde"),
    "fake-pivot": (Kind.BETTER, "l’outil national invente un identifiant (quatorze zéros)"),
    "fake-date": (Kind.BETTER, "l’outil national invente une date (1970)"),
    "only-ours": (Kind.BETTER, "la valeur est dans la liste ; l’outil national la perd"),
    "deduced": (Kind.BETTER, "déduit des autres colonnes, qui s’accordent ; l’outil national ne l’a pas"),
    "only-theirs": (Kind.WORSE, "la valeur est dans la liste ; nous la perdons"),
    "not-in-list": (Kind.BETTER, "la liste ne dit rien de tel"),
    "more": (Kind.BETTER, "toutes les valeurs de la cellule sont gardées, et non la première"),
    "unreadable-kept": (Kind.BETTER, "la valeur publiée ne peut pas servir (adresse ou numéro impossible)"),
    "trailing-sign": (Kind.BETTER, "l’outil national laisse un tiret ou une virgule à la fin"),
    "glued": (Kind.BETTER, "l’outil national colle des mots que la liste sépare"),
    "town-in-street": (Kind.BETTER, "l’outil national laisse la commune ou le pays dans la rue"),
    "in-another-field": (Kind.EQUAL, "la même chose, dans un champ voisin"),
    "fuller": (Kind.BETTER, "le texte de la liste est gardé en entier"),
    "shorter": (Kind.WORSE, "le texte de la liste est gardé en partie seulement"),
    "as-written": (Kind.BETTER, "gardé tel que la liste l’écrit ; l’outil national le change"),
    "rewritten": (Kind.WORSE, "l’outil national garde ce que la liste écrit, pas nous"),
    "not-a-street": (Kind.BETTER, "ce n’est pas une rue : le nom de la commune ou du lieu, répété"),
    "same-commune": (Kind.EQUAL, "la même commune, autrement écrite"),
    "impossible-code": (Kind.WORSE, "le code que la liste écrit n’est pas du département ; l’outil national le corrige, nous le gardons"),
    "cedex": (Kind.EQUAL, "le code CEDEX que la liste écrit ; l’outil national met celui de la commune"),
    "short-number": (Kind.EQUAL, "le numéro court que la liste écrit ; l’outil national met un numéro long, qu’elle n’écrit pas"),
    "replaced": (Kind.EQUAL, "un numéro personnel, remplacé par un autre dans la copie publiée de la liste"),
    "commune-of-the-list": (Kind.BETTER, "la commune que dit la liste ; l’outil national en prend une autre"),
    "commune-of-the-point": (Kind.BETTER, "la commune où tombe le point ; l’outil national en prend une autre"),
    "other-commune": (Kind.WORSE, "la commune de l’outil national est celle de la liste ou du point, pas la nôtre"),
    "point-agrees": (Kind.BETTER, "le point tombe dans la commune ; celui de l’outil national non"),
    "point-strays": (Kind.WORSE, "le point de l’outil national tombe dans la commune, le nôtre non"),
    "case-kept": (Kind.BETTER, "l’outil national met l’adresse en minuscules, et peut la casser"),
    "hours-unreadable": (Kind.BETTER, "les horaires de l’outil national ne se lisent pas"),
    "hours-wrong": (Kind.BETTER, "les horaires de l’outil national ne disent pas les jours et les heures de la liste"),
    "hours-wrong-words": (Kind.BETTER, "les horaires de l’outil national disent autre chose que la liste ; nous gardons les mots du propriétaire"),
    "hours-not-read": (Kind.WORSE, "l’outil national lit ces horaires comme la liste les dit ; nous n’en gardons que les mots"),
    "hours-misread": (Kind.WORSE, "nos horaires ne disent pas les jours et les heures de la liste"),
    "hours-certain": (
        Kind.BETTER,
        "l’outil national dit ouvert ce que la liste soumet à une condition (rendez-vous, téléphone, saison…)",
    ),
    "inferred": (Kind.EQUAL, "nous l’avons aussi, marqué comme déduit : personne ne l’a dit"),
    "denied": (Kind.BETTER, "la liste dit le contraire"),
    "finer": (Kind.BETTER, "un code plus précis de la même famille"),
    "coarser": (Kind.WORSE, "un code moins précis de la même famille"),
    "answered": (Kind.BETTER, "une réponse de la liste le dit, ou la correspondance de toute la liste ; l’outil national ne la lit pas"),
    "word-in-list": (Kind.BETTER, "la liste l’écrit en toutes lettres ; l’outil national ne l’a pas"),
    "answered-otherwise": (Kind.BETTER, "la liste répond à cette question par autre chose, et aucun de ses mots ne dit cela"),
    "judged-better": (Kind.BETTER, "jugé ligne à ligne"),
    "judged-equal": (Kind.EQUAL, "jugé ligne à ligne"),
    "judged-worse": (Kind.WORSE, "jugé ligne à ligne"),
    "unknown": (Kind.TO_JUDGE, "aucune règle ne décide"),
}


@dataclass(frozen=True)
class Verdict:
    """What is said of one field, or of one choice of a field."""

    field: str
    reason: str
    ours: str = ""
    theirs: str = ""
    why: str = ""  # of a judgement

    @property
    def kind(self) -> Kind:
        return REASONS[self.reason][0]

    @property
    def sentence(self) -> str:
        return self.why or REASONS[self.reason][1]


@dataclass(frozen=True)
class Pair:
    """A row of the list, what we keep of it, what the national tool keeps of it."""

    list: str
    line: int
    cells: Mapping[str, Any]
    ours: Facts
    theirs: Facts
    answered: frozenset[str] = frozenset()  # "services:code" that an answer of the list says by our mapping, free texts left aside

    def written(self) -> str:
        """All that the row says, one cell a line."""
        return "\n".join(filter(None, (as_text(cell) for cell in self.cells.values())))

    def says(self, text: str) -> bool:
        """Does one cell hold these words, one after another?"""
        wanted = f" {fold(text)} "
        return bool(wanted.strip()) and any(wanted in f" {fold(as_text(cell))} " for cell in self.cells.values())

    def holds(self, text: str) -> bool:
        """Are all the words of the text somewhere in the row?"""
        return set(fold(text).split()) <= set(fold(self.written()).split())
