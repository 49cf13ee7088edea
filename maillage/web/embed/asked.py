"""Knows what a page of somebody else asks: the question of the results page, a territory to begin with, and the colours of that page."""

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from maillage.web.embed.colours import Look
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
        if not text(asked.get("ou", "")):
            asked["ou"] = territory
        return replace(super().read(asked), territory=territory, look=Look.read(data))

    @property
    def said_where(self) -> str:
        """What the visitor said of where they are."""
        return "" if self.where == self.territory else self.where

    def url(self, **changes: Any) -> str:
        """The address of this question, inside the frame."""
        return f"{reverse('embed')}?{urlencode(replace(self, **{'page': 1, **changes}).params())}"

    def params(self) -> list[tuple[str, str]]:
        own = [("territoire", self.territory), *self.look.params()]
        asked = [(name, value) for name, value in super().params() if name != "ou" or self.said_where]
        return [*((name, value) for name, value in own if value), *asked]

    def outside(self) -> str:
        """The address of the same question on the site itself."""
        plain = {name: getattr(self, name) for name in Asked.__dataclass_fields__}
        return Asked(**plain).url(page=self.page)
