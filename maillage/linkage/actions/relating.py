"""Knows how the relations between places follow the verdicts: those of the rules, and those of persons, which go before."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory import actions as directory
from maillage.directory.actions.publishing import publish_places
from maillage.directory.clusters import members_of, roots_of
from maillage.directory.models import Origin
from maillage.linkage.enums import By, Decision, Link
from maillage.linkage.models import Verdict
from maillage.linkage.selectors import CHUNK

BATCH = 250  # relations stated or ended in one transaction
ONE_ONLY = frozenset({Link.HOSTED_AT, Link.STOP_OF})  # of which the rules believe one place at most


class Said(NamedTuple):
    """A verdict that two places differ, and how they are linked, the first to the second."""

    link: str
    place: UUID
    other: UUID
    by_person: bool


def keep_relations(*, today: date, now: datetime, by: audit.Actor | None = None, touched: Collection[UUID] | None = None) -> int:
    """Make the relations of the base those that the verdicts in force tell. Short transactions; doing it again writes nothing.

    `touched`: whole components formed again, when nothing else changed since all relations were kept. By a person, they are published at once.
    Returns how many were stated or ended.
    """
    origins = {by_person: origin(by_person=by_person).pk for by_person in (False, True)}
    near = None if touched is None else around(touched)
    told = said() if near is None else said(together({end for one in said(near) for end in (one.place, one.other)}))
    holding = [one for one in prevailing(told) if near is None or one.place in near or one.other in near]
    wanted = {directory.Related(one.link, one.place, one.other, origins[one.by_person]) for one in holding}
    known = directory.related(set(origins.values()), near)
    written = 0
    for old in batched(sorted(number for one, number in known.items() if one not in wanted), BATCH):
        written += directory.end_relations(old, today=today, now=now)
    for new in batched(sorted(wanted - known.keys()), BATCH):
        written += directory.state_relations(new, today=today, now=now)
    if by is not None and written:
        publish_places({end for one in wanted ^ known.keys() for end in (one.place, one.other)}, now=now)
    return written


def origin(*, by_person: bool) -> Origin:
    """Who says the relations that follow from verdicts: the rules, or the persons who compared places."""
    key = "linkage:persons" if by_person else "linkage:rules"
    known = Origin.objects.filter(key=key).order_by("pk").first()
    if known:
        return known
    with translation.override(settings.LANGUAGE_CODE):
        label = _("personnes qui ont comparé ces lieux") if by_person else _("règles de rapprochement")
        return directory.origin_for(Origin.Kind.LINKAGE, key, label=label)


def around(touched: Collection[UUID]) -> set[UUID]:
    """These places, and those of which a verdict speaks with them, whole: only the relations of these depend on where the touched ones stand."""
    rows = Verdict.objects.order_by("pk").values_list("place_a_id", "place_b_id")
    beside = (ends for part in batched(sorted(touched), CHUNK) for ends in rows.filter(Q(place_a__in=part) | Q(place_b__in=part)))
    return together({*touched, *chain.from_iterable(beside)})


def together(places: Collection[UUID]) -> set[UUID]:
    """These places, and all those that stand as one with them."""
    return {*places, *members_of(roots_of(places).values())}


def said(places: Collection[UUID] | None = None) -> list[Said]:
    """Verdicts in force that two places differ though linked, or that a person gave: all, or those with an end among some places."""
    told = Verdict.objects.filter(decision__in=[Decision.RELATION, Decision.DIFFERENT]).order_by("place_a", "place_b")
    rows = told.values_list("place_a_id", "place_b_id", "link", "is_backwards", "decided_by")
    parts = [rows] if places is None else [rows.filter(Q(place_a__in=part) | Q(place_b__in=part)) for part in batched(sorted(places), CHUNK)]
    found = dict.fromkeys(row for part in parts for row in part)
    return [Said(link, *((b, a) if is_backwards else (a, b)), by == By.PERSON) for a, b, link, is_backwards, by in found]


def prevailing(verdicts: Iterable[Said]) -> list[Said]:
    """Links that hold: those of persons, and of the rules where no person spoke of the two places, nor two places claim to be the only host."""
    told = list(verdicts)
    roots = roots_of({end for one in told for end in (one.place, one.other)})
    spoken = {frozenset((roots[one.place], roots[one.other])) for one in told if one.by_person}
    ours = [one for one in told if one.link and not one.by_person and frozenset((roots[one.place], roots[one.other])) not in spoken]
    hosts: dict[tuple[str, UUID], set[UUID]] = defaultdict(set)
    for one in ours:
        if one.link in ONE_ONLY:
            hosts[one.link, roots[one.place]].add(roots[one.other])
    # Two hosts, or a host that is itself hosted, are not plain: the rules say nothing.
    plain = [one for one in ours if one.link not in ONE_ONLY or (len(hosts[one.link, roots[one.place]]) == 1 and (one.link, roots[one.other]) not in hosts)]
    return [one for one in told if one.by_person and one.link] + plain
