"""Knows the answer to "does the state allow this decision?". Refusals are sentences."""

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from maillage.directory.models import Place
from maillage.linkage.enums import Decision
from maillage.linkage.models import Verdict


def check_can_say(one: Place, other: Place) -> None:
    """A person says something of two places."""
    if one.pk == other.pk:
        raise NotAllowed(_("Choisissez deux lieux : c’est le même."))


def check_can_decide(one: Place, other: Place, decision: Decision) -> None:
    """A person says same, different or same building, of two places."""
    check_can_say(one, other)
    if decision == Decision.QUESTION:
        raise NotAllowed(_("Une question n’est pas une réponse."))


def check_can_undo(verdict: Verdict) -> None:
    """Only a merge is undone."""
    if verdict.decision != Decision.MERGE:
        raise NotAllowed(_("Ces deux lieux ne sont pas réunis."))
