"""Knows how a list is declared, followed from its address, read otherwise, and removed. Nothing is deleted."""

from datetime import date, datetime

from django.db import transaction

from maillage.audit import actions as audit
from maillage.base.batches import batched
from maillage.directory.actions import unsay
from maillage.ingestion import policies
from maillage.ingestion.actions import staging
from maillage.ingestion.actions.registering import describe, enrol, fold_again, heard
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.locking import alone
from maillage.ingestion.mapping import storing
from maillage.ingestion.mapping.loading import Written, choose, compile_text
from maillage.ingestion.mapping.plan import Plan
from maillage.ingestion.models import Source
from maillage.ingestion.scope import scope_of


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
    """Read the list by this mapping from now on; what it tells of the list counts at once, its rows at the next delivery. Raise ListRefused."""
    with alone(source.key):
        source.refresh_from_db()
        _set_mapping(source, text, by=by, today=today, now=now)


def _set_mapping(source: Source, text: str, *, by: audit.Actor | None, today: date, now: datetime) -> None:
    storing.save(source.key, text)
    written = Written(text, f"{source.key}.toml")
    before = heard(source.origin)
    with transaction.atomic():
        describe(source, written, compile_text(text, name=written.name, source=source.key))
        source.etag = source.last_modified = ""  # the same file is to be read otherwise
        source.save(update_fields=["etag", "last_modified"])
        audit.record("source.mapping_changed", on=source, by=by, now=now)
    if heard(source.origin) != before:
        fold_again(source, today=today, now=now)


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


@transaction.atomic
def set_scope(source: Source, *, scope: str, scope_km: int, by: audit.Actor | None, now: datetime) -> None:
    """Keep only the rows of a territory and of its neighbours, from the next delivery on; every row when `scope` is ""."""
    if scope:
        scope_of(scope, scope_km)
    if (source.scope, source.scope_km) == (scope, scope_km):
        return
    source.scope, source.scope_km = scope, scope_km
    source.etag = source.last_modified = ""  # the same file is to be read otherwise
    source.save(update_fields=["scope", "scope_km", "etag", "last_modified"])
    audit.record("source.scope_changed", on=source, by=by, now=now, scope=scope, km=scope_km)


def remove_source(source: Source, *, by: audit.Actor | None, today: date, now: datetime) -> int:
    """Take a list out of the base: its records leave it without a question, what they said is withdrawn, it is fetched no more.

    Its readings and its rows are kept; importing it again brings it back. Returns how many records left. Raise ListRefused while it is read.
    """
    with alone(source.key):
        source.refresh_from_db()
        return _remove(source, by=by, today=today, now=now)


def _remove(source: Source, *, by: audit.Actor | None, today: date, now: datetime) -> int:
    records = source.records.present().order_by("pk")
    left = 0
    for batch in batched(records.values_list("pk", flat=True), staging.CHUNK):
        with transaction.atomic():
            held = list(source.records.select_for_update(of=("self",)).filter(pk__in=batch).order_by("pk"))
            unsay(source.origin, {one.record_id: None for one in held}, today=today, now=now)
            left += source.records.filter(pk__in=batch).update(gone_on=today, is_pending=False)
    with transaction.atomic():
        _withdraw_absent(source, today=today, now=now)
        source.url, source.every, source.etag, source.last_modified, source.removed_on = "", "", "", "", today
        source.save(update_fields=["url", "every", "etag", "last_modified", "removed_on"])
        audit.record("source.removed", on=source, by=by, now=now, records=left)
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
