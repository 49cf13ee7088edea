"""Knows how a list comes to be known, and how what its mapping tells of it (label, licence, authority…) is kept current."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.directory.actions import origin_for, refold
from maillage.directory.models import Origin, Statement
from maillage.ingestion.mapping.loading import Written
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.models import Before, Run, Source

MAPPING_NAME_LIMIT = 120  # as the columns that hold it
ABOUT = ("label", "licence", "url", "authoritative_for", "attests_each_delivery")  # of the origin
WROTE = "wrote"  # beside what the list was: what the reading made of it


@transaction.atomic
def enrol(key: str, plan: Plan) -> Source:
    """The list of that key, made if new with what its mapping tells of it."""
    known = Source.objects.select_related("origin").filter(key=key).first()
    if known:
        return known
    source, _created = Source.objects.get_or_create(key=key, defaults={"origin": _origin(key, plan)})
    return source


@transaction.atomic
def describe(source: Source, written: Written, plan: Plan) -> None:
    """Keep the mapping, and tell of the list what it tells: what it no longer says is gone. Its places are not folded again."""
    if plan.about or not written.text.lstrip().startswith("{"):  # the national tool's form cannot tell who publishes a list
        source.origin = _origin(source.key, plan)
    source.mapping_text, source.mapping_name = written.text, written.name[:MAPPING_NAME_LIMIT]
    source.save(update_fields=["mapping_text", "mapping_name"])


def _origin(key: str, plan: Plan) -> Origin:
    about = plan.about
    return origin_for(
        Origin.Kind.SOURCE,
        f"source:{key}",
        label=about.get("label") or _("Liste « %(name)s »") % {"name": key},
        licence=about.get("licence", ""),
        url=about.get("url", ""),
        authoritative_for=list(about.get("authoritative_for", ())),
        attests_each_delivery=bool(about.get("attests", False)),
    )


@transaction.atomic
def describe_for(run: Run, written: Written, plan: Plan) -> None:
    """The same for a reading, which keeps what it wrote itself: a person may tell otherwise before it is undone."""
    before = told_of(run.source)
    describe(run.source, written, plan)
    changed = {name: value for name, value in told_of(run.source).items() if value != before[name]}
    if changed:
        run.source_was = {**run.source_was, WROTE: {**run.source_was.get(WROTE, {}), **changed}}
        run.save(update_fields=["source_was"])


def told_of(source: Source) -> dict[str, Any]:
    """What the mapping of a list tells, as JSON holds it."""
    return {"mapping": [source.mapping_text, source.mapping_name], **{name: getattr(source.origin, name) for name in ABOUT}}


def state_of(source: Source) -> dict[str, Any]:
    """What a reading may change of its list, as JSON holds it."""
    origin = source.origin
    return {
        "columns": source.columns_seen,
        "removed_on": source.removed_on.isoformat() if source.removed_on else None,
        **told_of(source),
        "heard": heard(origin),
        "last_delivery_on": origin.last_delivery_on.isoformat() if origin.last_delivery_on else None,
    }


def heard(origin: Origin) -> list[Any]:
    """What makes the same words weigh more or less."""
    checked_on = origin.last_delivery_on if origin.attests_each_delivery else None
    return [sorted(origin.authoritative_for), checked_on.isoformat() if checked_on else origin.attests_each_delivery]


def fold_again(source: Source, *, today: date, now: datetime) -> None:
    """Fold again all the places that a list speaks of."""
    places = Statement.objects.in_force().filter(origin=source.origin).order_by("place_id").values_list("place_id", flat=True)
    refold(list(places), today=today, now=now)


def forget_before(runs: QuerySet[Run]) -> None:
    """These readings can no longer be undone."""
    Before.objects.filter(run__in=list(runs)).delete()
    runs.update(source_was={})


@transaction.atomic
def put_back(source: Source, was: Mapping[str, Any]) -> None:
    """The list as it was before a reading: columns, and of what its mapping tells, all that is still as the reading wrote it."""
    origin, told = source.origin, told_of(source)
    back = {name: was[name] for name, written in was.get(WROTE, {}).items() if told[name] == written}
    source.mapping_text, source.mapping_name = back.pop("mapping", told["mapping"])
    source.columns_seen = was["columns"]
    source.removed_on = date.fromisoformat(was["removed_on"]) if was["removed_on"] else None
    source.save(update_fields=["mapping_text", "mapping_name", "columns_seen", "removed_on"])
    for name, value in back.items():
        setattr(origin, name, value)
    origin.last_delivery_on = date.fromisoformat(was["last_delivery_on"]) if was["last_delivery_on"] else None
    origin.save(update_fields=[*back, "last_delivery_on"])
