"""Knows how a list with an address is asked again, and when it is noted that it was."""

from datetime import datetime

from maillage.base.outside import Gate
from maillage.ingestion.fetching.lists import Fetched, fetch
from maillage.ingestion.models import Source


def ask(source: Source, *, anew: bool = False, gate: Gate | None = None) -> Fetched:
    """What the address of a list gives today; nothing is written. Raise Unreachable.

    `anew`: take the list even if it did not change (its mapping did, or the last reading was undone).
    """
    if anew:
        return fetch(source.url, gate=gate)
    return fetch(source.url, etag=source.etag, last_modified=source.last_modified, gate=gate)


def remember(source: Source, fetched: Fetched, *, now: datetime) -> None:
    """Note that the list was asked, once what it gave is staged: a delivery that failed is asked again in full."""
    source.etag, source.last_modified, source.asked_at = fetched.etag, fetched.last_modified, now
    source.save(update_fields=["etag", "last_modified", "asked_at"])
