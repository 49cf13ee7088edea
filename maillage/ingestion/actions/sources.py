"""Knows how a list is declared, followed from its address, read otherwise, and removed. Nothing is deleted."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory.actions import unsay
from maillage.ingestion import policies
from maillage.ingestion.actions import staging
from maillage.ingestion.actions.forgetting import forget_persons
from maillage.ingestion.actions.registering import describe, enrol, fold_again, forget_before, heard
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.locking import alone
from maillage.ingestion.mapping import storing
from maillage.ingestion.mapping.loading import Written, choose, compile_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.models import Source
from maillage.ingestion.scope import Scope, scope_of


@transaction.atomic
def create_source(
    key: str, *, url: str = "", every: str = "", mapping: str = "", scope: str = "", scope_km: int = 0, by: audit.Actor | None, today: date, now: datetime
) -> Source:
    """Declare a list: where it is published, how often it is read, which territory's rows are kept. Raise NotAllowed, WrongMapping."""
    policies.check_can_create(key)
    source = enrol(key, _plan_of(key))
    audit.record("source.created", on=source, by=by, now=now, key=key)
    set_schedule(source, url=url, every=every, by=by, now=now)
    set_scope(source, scope=scope, scope_km=scope_km, by=by, now=now)
    if mapping:
        set_mapping(source, mapping, by=by, today=today, now=now)
    return source


def set_mapping(source: Source, text: str, *, by: audit.Actor | None, today: date, now: datetime) -> None:
    """Read the list by this mapping from now on: its rows at the next delivery; columns that it tells to name persons are dropped at once. Raise ListRefused.

    What it tells of the list counts at once; if it weighs otherwise (`to_fold_again`), its places are folded again before the next linking.
    """
    with alone(source.key):
        source.refresh_from_db()
        _set_mapping(source, text, by=by, now=now)


def _set_mapping(source: Source, text: str, *, by: audit.Actor | None, now: datetime) -> None:
    storing.save(source.key, text)
    written = Written(text, f"{source.key}.toml")
    before = heard(source.origin)
    plan = compile_text(text, name=written.name, source=source.key)
    forget_persons(source, written, plan, by=by, now=now)
    with transaction.atomic():
        describe(source, written, plan)
        source.etag = source.last_modified = ""  # the same file is to be read otherwise
        source.to_fold_again |= heard(source.origin) != before
        source.save(update_fields=["etag", "last_modified", "to_fold_again"])
        audit.record("source.mapping_changed", on=source, by=by, now=now)


def fold_if_asked(source: Source, *, today: date, now: datetime) -> None:
    """Fold again the places of a list whose words weigh otherwise since its mapping changed, some hundreds in each transaction."""
    asked = Source.objects.filter(pk=source.pk, to_fold_again=True)
    if asked.exists():
        fold_again(source, today=today, now=now)
        asked.update(to_fold_again=False)


@transaction.atomic
def set_schedule(source: Source, *, url: str, every: str, by: audit.Actor | None, now: datetime) -> None:
    """Say where the list is published and how often it is to be read."""
    policies.check_can_schedule(url, every)
    if (source.url, source.every) == (url, every):
        return
    if source.url != url:
        source.etag = source.last_modified = ""
    source.url, source.every = url, every
    source.save(update_fields=["url", "every", "etag", "last_modified"])
    audit.record("source.schedule_changed", on=source, by=by, now=now, url=url, every=every)


def set_scope(source: Source, *, scope: str, scope_km: int, by: audit.Actor | None, now: datetime) -> int:
    """Keep only the rows of a territory and of its neighbours; every row when `scope` is "". Raise ListRefused.

    Records that are out of it leave at once, without a question, and readings done before can no longer be undone; others come with the next delivery.
    Returns how many left: places are then to be linked and published.
    """
    kept = scope_of(scope, scope_km) if scope else None
    if (source.scope, source.scope_km) == (scope, scope_km):
        return 0
    with alone(source.key):
        return _set_scope(source, scope, scope_km, kept, by=by, now=now)


def _set_scope(source: Source, scope: str, scope_km: int, kept: Scope | None, *, by: audit.Actor | None, now: datetime) -> int:
    """The scope last: killed before, what left comes back with the next delivery."""
    held = source.records.present().order_by("pk").values_list("pk", "values").iterator() if kept else ()
    leaving = [pk for pk, values in held if kept and not kept.holds(values)]
    if leaving:
        forget_before(source.runs.all())
        _withdraw(source, leaving, today=timezone.localtime(now).date(), now=now)
    with transaction.atomic():
        source.scope, source.scope_km = scope, scope_km
        source.etag = source.last_modified = ""  # the same file is to be read otherwise
        source.save(update_fields=["scope", "scope_km", "etag", "last_modified"])
        audit.record("source.scope_changed", on=source, by=by, now=now, scope=scope, km=scope_km)
    return len(leaving)


def remove_source(source: Source, *, by: audit.Actor | None, today: date, now: datetime) -> int:
    """Take a list out of the base: its records leave it without a question, what they said is withdrawn, it is fetched no more.

    Its readings and its rows are kept; importing it again brings it back. Returns how many records left. Raise ListRefused while it is read.
    """
    with alone(source.key):
        source.refresh_from_db()
        return _remove(source, by=by, today=today, now=now)


def _remove(source: Source, *, by: audit.Actor | None, today: date, now: datetime) -> int:
    left = _withdraw(source, source.records.present().order_by("pk").values_list("pk", flat=True), today=today, now=now)
    with transaction.atomic():
        _withdraw_absent(source, today=today, now=now)
        source.url, source.every, source.etag, source.last_modified, source.removed_on = "", "", "", "", today
        source.save(update_fields=["url", "every", "etag", "last_modified", "removed_on"])
        audit.record("source.removed", on=source, by=by, now=now, records=left)
    return left


def _withdraw(source: Source, records: Iterable[int], *, today: date, now: datetime) -> int:
    """These records leave the list without a question."""
    left = 0
    for batch in batched(records, staging.CHUNK):
        with transaction.atomic():
            held = list(source.records.select_for_update(of=("self",)).filter(pk__in=batch).order_by("pk"))
            unsay(source.origin, {one.record_id: None for one in held}, today=today, now=now)
            left += source.records.filter(pk__in=batch).update(gone_on=today, is_pending=False)
    return left


def _withdraw_absent(source: Source, *, today: date, now: datetime) -> None:
    """Records that had left the list before still spoke, waiting for an answer."""
    gone = source.records.filter(gone_on__isnull=False).order_by("pk").values_list("record_id", flat=True)
    for batch in batched(gone, staging.CHUNK):
        unsay(source.origin, dict.fromkeys(batch), today=today, now=now)


def _plan_of(key: str) -> Plan:
    """The plan by which a list would be read today; an empty one when no mapping is known yet."""
    try:
        written = choose(key, None, "", ())
    except WrongMapping:
        return Plan(name="", version="")
    return compile_text(written.text, name=written.name, source=key)
