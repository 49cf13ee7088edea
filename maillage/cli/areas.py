"""Knows how a territory is written on the command line, and says in a sentence which one is not known."""

import re

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.territories import selectors as territories
from maillage.territories.values import Area

DEPARTEMENT = re.compile(r"(?:\d{2,3}|2[AB])", re.IGNORECASE)


def read_area(code: str) -> Area:
    """The territory of a code as people write it. Raise CommandError."""
    written = f"dep:{code}" if DEPARTEMENT.fullmatch(code) else code
    area = territories.parse_territory(written)
    if area is None:
        raise CommandError(_("« %(code)s » n’est pas un territoire connu. Écrivez par exemple 23, dep:23, epci:200067189 ou com:23096.") % {"code": code})
    return area
