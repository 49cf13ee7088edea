"""Knows why a place says what it says, as anyone may read it: who gave each value, what the others say. No person, no hidden address, licences kept."""

from datetime import date
from typing import Any, Literal, NamedTuple

from maillage.directory import reuse
from maillage.directory.fields import FIELDS, INFERRED
from maillage.directory.models import Origin, Place
from maillage.directory.policy import current_policy
from maillage.directory.selectors import OfferValues, Voice, Why, explain
from maillage.opendata.rows import HIDDEN, PlaceRow

Rank = Literal["team", "coordinator", "authoritative", "source", "report", "lapsed"]
OFFER = "offer"
RANKS: dict[str, Rank] = {Origin.Kind.TEAM: "team", Origin.Kind.COORDINATOR: "coordinator", Origin.Kind.REPORT: "report"}
FIELD_NAMES = (*(name for name in FIELDS if name not in {"offers", INFERRED}), OFFER)


class Opinion(NamedTuple):
    """What one origin says. `value` is None too when it says that there is none; `withheld`: it says something that may not be given again."""

    origin: str  # public label
    rank: Rank
    as_of: date
    received_on: date
    stated: bool
    value: Any
    withheld: bool


class Explained(NamedTuple):
    """One subject, and all opinions on it, best first: the first is the place's."""

    subject: str  # "phones", "audiences:seniors", "offer:securite"
    field: str
    code: str | None  # of a vocabulary, when the subject is one code of a list or an offer
    provider: str | None  # of an offer
    variant: str | None
    opinions: list[Opinion]


def explained(place: Place, row: PlaceRow, *, field: str = "", today: date) -> list[Explained]:
    """Every subject of a published place, or those of one field, in alphabetical order. `row`: the place as it may leave."""
    names = " / ".join(filter(None, (row.name, row.parent, row.street, row.commune)))
    closed, hidden = reuse.closed_origins(), HIDDEN if row.address_hidden else {}
    told = (explained_subject(why, closed, names) for _subject, why in sorted(explain(place, today=today).items()))
    return [each for each in told if each.field not in hidden and each.field != INFERRED and field in ("", each.field)]


def explained_subject(why: Why, closed: frozenset[int], names: str) -> Explained:
    field, code, provider, variant = parts_of(why.subject)
    opinions = [opinion(voice, field, closed, names) for voice in (why.winner, *why.others)]
    subject = ":".join(filter(None, (field, "|".join((code, provider, variant)).rstrip("|") if field == OFFER else code)))
    is_offer = field == OFFER
    return Explained(subject, field, code or None, provider if is_offer else None, variant if is_offer else None, opinions)


def parts_of(subject: str) -> tuple[str, str, str, str]:
    """Field, code, provider and variant of a subject; who provides and what varies name nobody."""
    field, _colon, code = subject.partition(":")
    if field != OFFER:
        return field, code, "", ""
    concept, provider, variant = (*code.split("|", 2), "", "")[:3]
    open_offer = reuse.open_offer(OfferValues(concept, provider, variant, "", {}))
    return field, concept, open_offer.provider, open_offer.variant


def opinion(voice: Voice, field: str, closed: frozenset[int], names: str) -> Opinion:
    value = reuse.open_value(field, voice.value, names=names)
    lost = voice.origin.pk in closed or (voice.value not in (None, "", []) and value in (None, "", []))
    return Opinion(voice.origin.label, rank_of(voice), voice.as_of, voice.received_on, voice.stated, None if lost else plain(value), lost)


def plain(value: Any) -> Any:
    """Contacts as the API writes them: numbers and addresses alone."""
    if isinstance(value, list):
        return [each.get("number") or each.get("address") if isinstance(each, dict) else each for each in value]
    return value


def rank_of(voice: Voice) -> Rank:
    """Why it is believed before the others, or after (`policy.toml`)."""
    if voice.lapsed:
        return "lapsed"
    if voice.origin.kind == Origin.Kind.SOURCE and voice.rank == current_policy().authoritative:
        return "authoritative"
    return RANKS.get(voice.origin.kind, "source")
