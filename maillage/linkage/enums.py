"""Knows the states of a verdict."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """What is made of two records."""

    MERGE = "merge", _("même lieu")
    QUESTION = "question", _("à regarder")
    DIFFERENT = "different", _("lieux différents")
    RELATION = "relation", _("lieux liés")


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
    CLUSTER = "cluster", _("des fiches déjà réunies à l’une ou à l’autre en font deux lieux")


class Link(models.TextChoices):
    """How two places that are not one are linked, the first to the second: the words of `directory.Relation`."""

    NONE = "", _("aucun")
    SAME_BUILDING = "same_building", _("dans le même bâtiment que")
    HOSTED_AT = "hosted_at", _("accueilli à")
    STOP_OF = "stop_of", _("arrêt de")
    PART_OF_NETWORK = "part_of_network", _("fait partie du réseau")


class Choice(models.TextChoices):
    """What a person answers of two places."""

    SAME = "same", _("même lieu")
    DIFFERENT = "different", _("lieux différents")
    SAME_BUILDING = "same_building", _("différents, dans le même bâtiment")
    HOSTED_AT = "hosted_at", _("le premier est accueilli par le second")
    HOSTS = "hosts", _("le premier accueille le second")
    UNSURE = "unsure", _("je ne peux pas le dire")
