"""Knows the states of a verdict."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """What is made of two records."""

    MERGE = "merge", _("même lieu")
    QUESTION = "question", _("à regarder")
    DIFFERENT = "different", _("lieux différents")
    RELATION = "relation", _("même bâtiment")


class By(models.TextChoices):
    """Who decided."""

    MACHINE = "machine", _("règles")
    PERSON = "person", _("personne")


class Veto(models.TextChoices):
    """Why two records never merge by themselves, however alike."""

    NONE = "", _("rien ne l’empêche")
    OFFICIAL_IDS = "official_ids", _("une même liste leur donne deux identifiants officiels")
    KINDS = "kinds", _("deux types de lieu différents")
    TWO_POINTS = "two_points", _("une même liste les situe à deux endroits")
    TWO_NAMES = "two_names", _("une même liste leur donne deux noms")
    CLUSTER = "cluster", _("réunirait des lieux qui diffèrent")
