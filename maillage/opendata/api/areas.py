"""Knows how a territory is asked by address: "dep:23", and what such a parameter says of itself."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from maillage.opendata.api.parameters import Parameter, Unreadable
from maillage.territories import selectors as territories

SCHEMA = {"type": "string", "pattern": "^(reg|dep|epci|com):[0-9A-Za-z]+$"}


def key(text: str) -> str:
    """The key of a territory as written. Raise Unreadable."""
    area = territories.parse_territory(text)
    if area is None:
        raise Unreadable(_("un territoire est attendu, comme dep:23, reg:75, epci:200067189 ou com:23096."))
    return area.key


def one(name: str, description: str) -> Parameter:
    """A parameter that names one territory."""
    return Parameter(name, description, SCHEMA, key, example="dep:23")


def several() -> Parameter:
    """The parameter that narrows to any of some territories."""
    description = gettext_noop("Territoires, l’un ou l’autre : dep:23, reg:75, epci:200067189, com:23096.")
    return Parameter("territory", description, SCHEMA, key, many=True, example=["dep:23"])
