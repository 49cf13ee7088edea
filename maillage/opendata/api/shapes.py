"""Knows the shapes of what the lists and the changes answer (those of a search are in `schemas`). They describe, and tests compare them with answers."""

from typing import Literal

from django.utils.translation import gettext_noop
from ninja import Field

from maillage.opendata.api import parameters
from maillage.opendata.api.parameters import Parameter
from maillage.opendata.api.schemas import Card, Shape

NEXT = gettext_noop("Adresse de la page suivante ; null à la dernière.")


def paging(default: int, most: int) -> tuple[Parameter, Parameter]:
    """How a list is cut in pages."""
    return (
        Parameter(
            "limit",
            gettext_noop("Combien par page, au plus."),
            {"type": "integer", "minimum": 1, "maximum": most},
            parameters.whole(1, most),
            default=default,
        ),
        Parameter(
            "cursor", gettext_noop("Marque donnée par next : ne la composez pas vous-même."), {"type": "string", "maxLength": 400}, parameters.words(400)
        ),
    )


class Change(Shape):
    generation: int = Field(description=gettext_noop("Dernière génération qui a touché ce lieu."))
    code: str = Field(description=gettext_noop("Code public du lieu."))
    kind: Literal["changed", "removed", "merged"] = Field(
        description=gettext_noop(
            "changed : sa fiche est place ; removed : il n’est plus publié, ou a quitté le territoire ; merged : un autre code le représente."
        )
    )
    merged_into: str | None = Field(description=gettext_noop("Si merged : code du lieu qui le représente."))
    state: Literal["closed", "gone"] | None = Field(
        description=gettext_noop("Si removed : closed, fermé définitivement ; gone, n’existe plus ; null, autre raison.")
    )
    fields: list[str] = Field(description=gettext_noop("Ce qui a changé depuis since : champs de la fiche, ou vocabulaires ; code : le lieu est nouveau."))
    place: Card | None = Field(description=gettext_noop("Si changed : la fiche entière, telle qu’elle est maintenant."))


class ChangesAnswer(Shape):
    generation: int = Field(description=gettext_noop("Génération publiée. Celle de la dernière page est le prochain since."))
    next: str | None = Field(description=NEXT)
    changes: list[Change] = Field(description=gettext_noop("À appliquer dans l’ordre."))
