"""Knows the kinds of territory, under the short names used in the API and the words used in addresses of pages."""

from enum import StrEnum

WHOLE_COUNTRY = "fr"  # where an area may be told, beside the keys of territories


class AreaKind(StrEnum):
    """`dep:23` in the API, `departement-23` in addresses."""

    REGION = "reg"
    DEPARTEMENT = "dep"
    EPCI = "epci"
    COMMUNE = "com"

    @property
    def word(self) -> str:
        """The word of page addresses."""
        return self.name.lower()
