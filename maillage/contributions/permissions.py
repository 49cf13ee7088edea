"""Knows which software may tell us something."""

from django.utils.translation import gettext as _

from maillage.accounts.enums import KeyScope
from maillage.accounts.keys import Key
from maillage.base.errors import NotAllowed


def check_can_send(key: Key) -> None:
    """Refuse a key that was given for reading only."""
    if KeyScope.PROPOSE not in key.scopes:
        raise NotAllowed(_("Cette clé permet de lire, pas de proposer. Demandez à l’organisme qui tient ce site une clé qui permet de proposer."))
