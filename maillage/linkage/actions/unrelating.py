"""Knows how a person undoes a relation that follows from verdicts, for good."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.audit import actions as audit
from maillage.base.errors import NotAllowed
from maillage.directory.clusters import roots_of
from maillage.directory.models import Origin, Relation
from maillage.linkage.actions.deciding import say
from maillage.linkage.enums import Choice


@transaction.atomic
def unrelate(relation: Relation, *, by: audit.Actor, today: date, now: datetime) -> None:
    """Undo a relation that follows from verdicts, now and for every later run: this person says that the two places only differ.

    It is said of each pair of records that tells this relation, whatever was united since.
    """
    if relation.origin.kind != Origin.Kind.LINKAGE or relation.ended_on is not None:
        raise NotAllowed(_("Ce lien est déjà défait, ou ne vient pas d’un rapprochement."))
    told = Relation.objects.filter(kind=relation.kind, origin__kind=Origin.Kind.LINKAGE, ended_on__isnull=True, other__isnull=False)
    rows = list(told.select_related("place", "other").order_by("pk"))
    roots = roots_of(end for row in rows for end in (row.place_id, row.other_id) if end)
    ends = between(relation, roots)
    for row in rows:
        if row.other is not None and between(row, roots) == ends:
            say(row.place, row.other, Choice.DIFFERENT, by=by, today=today, now=now)


def between(relation: Relation, roots: Mapping[UUID, UUID]) -> frozenset[UUID]:
    """The current places that a relation joins."""
    return frozenset(roots[end] for end in (relation.place_id, relation.other_id) if end)
