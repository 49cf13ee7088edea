"""Knows how a page says whether a place is open: the directory's words, a shape for each, and what to do when nothing is known."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from maillage.directory.hours import say
from maillage.directory.hours.status import Opening, Reason, opening
from maillage.directory.hours.status import Status as State
from maillage.territories import selectors as territories
from maillage.web.parts import Status

SHAPES = {State.OPEN: "open", State.CLOSED: "closed", State.UNKNOWN: "unknown", State.DOUBTFUL: "stale"}
WORDS_IN_LIST = 80  # characters


def now_at(hours: str, insee: str, checked_on: date | None, closures: Iterable[tuple[date, date, str]] = (), *, now: datetime) -> Opening:
    """State of a place of this commune; `checked_on`: the day on which its hours were last checked."""
    zone = territories.time_zone(insee).key
    return opening(hours, at=now, departement=territories.departement_of(insee), timezone=zone, closures=closures, checked_on=checked_on)


def status(found: Opening, *, hours_words: str, has_phone: bool, now: datetime) -> Status:
    """The sentence, and its shape."""
    shape = SHAPES[found.status]
    if found.reason != Reason.NO_HOURS:
        return Status(shape, sentence(say.status(found, now=now)))
    if hours_words:
        return Status(shape, _("Horaires reçus : {words}").format(words=Truncator(hours_words).chars(WORDS_IN_LIST)))
    return Status(shape, sentence(say.status(found, now=now)) if has_phone else _("Ni horaires ni téléphone connus."))


def status_of_card(card: Mapping[str, Any], *, now: datetime) -> Status:
    """State of a place in a list."""
    checked_on = date.fromisoformat(card["hours_checked_on"]) if card["hours_checked_on"] else None
    closures = [(date.fromisoformat(first), date.fromisoformat(last), reason) for first, last, reason in card["closures"]]
    found = now_at(card["hours"], card["insee"], checked_on, closures, now=now)
    return status(found, hours_words=card["hours_words"], has_phone=bool(card["phones"]), now=now)


def week_of_card(card: Mapping[str, Any], status: Status) -> str:
    """The week in one line, with its warning when it is old; what was received when it does not read."""
    said = say.sentence(card["hours"]) if card["hours"] else ""
    return f"{status.text} {said}" if said and status.state == "stale" else said or str(card["hours_words"])


def sentence(said: str) -> str:
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."
