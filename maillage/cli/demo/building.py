"""Knows how the demonstration is built: lists written to disk, then imported, linked and published like any other."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.cli.generator import write_lists
from maillage.ingestion.models import Source
from maillage.linkage import chain

SOURCE_PREFIX = "demo-"
Say = Callable[[str], None]


class RealBase(Exception):
    """The base holds lists that the demonstration did not write: it must not touch them."""


def check_is_ours() -> None:
    """Refuse a base where real lists were imported. Raise RealBase."""
    foreign = Source.objects.exclude(key__startswith=SOURCE_PREFIX).order_by("key").values_list("key", flat=True).first()
    if foreign:
        raise RealBase(
            _("Cette base contient de vraies listes (« %(key)s ») : la démonstration n’y touche pas. Choisissez un autre MAILLAGE_VAR.") % {"key": foreign}
        )


def build(folder: Path, departement: str, *, today: date, now: datetime, say: Say) -> None:
    """Write the invented lists of a département, and bring them in. Doing it again changes nothing. Raise ValueError for an unknown département."""
    for written in write_lists(folder, departement, today=today):
        run = chain.import_list(written.source, written.path, mapping=written.mapping, today=today, now=now)
        say(_("%(label)s : %(kept)s fiches gardées sur %(read)s (%(file)s)") % {"label": written.label, "file": written.path.name, **run.counts()})
    linked = chain.link(today=today, now=now)
    say(_("Réunions : %(merges)s ; questions pour une personne : %(questions)s") % linked.as_dict())
    published = chain.publish(now=now)
    say(_("Publication : version %(generation)s") % published.as_dict())
