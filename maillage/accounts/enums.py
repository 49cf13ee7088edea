"""Knows the closed lists of accounts: where a role may be held, what a role may allow."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScopeKind(models.TextChoices):
    """Where a role is held."""

    INSTANCE = "instance", _("toute l’instance")
    TERRITORY = "territory", _("un territoire")
    NETWORK = "network", _("un réseau")
    PLACE = "place", _("un lieu")


class KeyScope(models.TextChoices):
    """What a key of the API may do."""

    READ_MORE = "read-more", _("lire davantage")
    PROPOSE = "propose", _("proposer des corrections")


class Permission(StrEnum):
    """What a person may be allowed to do. A permission comes with the code that asks for it."""

    EDIT_PLACE = "place.edit"
    ANSWER_QUESTION = "question.answer"
    DECIDE_DUPLICATE = "duplicate.decide"
    IMPORT_LIST = "list.import"
    MANAGE_GRANTS = "grants.manage"
