"""Knows what a page of somebody else asks: the question of the results page, a territory to begin with, and the colours of that page."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from maillage.territories import selectors as territories
from maillage.web.embed.colours import Look
from maillage.web.resident import where
from maillage.web.resident.asked import Asked, text


@dataclass(frozen=True)
class EmbeddedAsked(Asked):
    """One question. `territory`: where to look as long as the visitor says nothing of where they are."""

    territory: str = ""
    look: Look = Look()

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """What the address says."""
        territory = text(data.get("territoire", ""))
        asked = data.copy()
        asked["ou"] = within(text(asked.get("ou", "")), territory) or territory
        return replace(super().read(asked), territory=territory, look=Look.read(data))

    @property
    def said_where(self) -> str:
        """What the visitor said of where they are."""
        return "" if self.where == self.territory else self.where

    @property
    def path(self) -> str:
        """Inside the frame."""
        return reverse("embed")

    def params(self) -> list[tuple[str, str]]:
        own = [("territoire", self.territory), *self.look.params()]
        asked = [(name, value) for name, value in super().params() if name != "ou" or self.said_where]
        return [*((name, value) for name, value in own if value), *asked]

    def map_url(self) -> str:
        """The address of the map of this question, alone in a frame."""
        return f"{reverse('embed-map')}?{urlencode(replace(self, page=1).params())}"

    def plain(self) -> Asked:
        """The same question, as the site itself asks it."""
        return Asked(**{name: getattr(self, name) for name in Asked.__dataclass_fields__})


def within(typed: str, territory: str) -> str:
    """What was typed; for a name that several communes bear, the only one of the territory: a visitor of the Creuse's page means its Aubusson."""
    area = territories.parse_territory(territory)
    choices = where.resolve(typed).choices if area and typed else ()
    here = [commune for commune in choices if area and commune.code in territories.communes_of(area)]
    return where.typed_for(here[0]) if len(here) == 1 else typed
