"""Knows the place that a page is about: itself and what hangs on it, read once; its name and its one address."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.base.text import slug
from maillage.directory import naming
from maillage.directory.models import Closure, Offer, Place
from maillage.web.resident import cards

LINKS = ("http://", "https://")


@dataclass(frozen=True)
class Subject:
    """One place with what hangs on it, read once."""

    place: Place
    offers: list[Offer]
    closures: list[Closure]
    now: datetime

    @property
    def name(self) -> str:
        return display_name(self.place)

    @property
    def url(self) -> str:
        return url_of(self.place)

    @property
    def is_hidden(self) -> bool:
        return self.place.visibility == Place.Visibility.ADDRESS_HIDDEN


def display_name(place: Place) -> str:
    return naming.display_name(place.name, place.kinds, place.commune)


def url_of(place: Place) -> str:
    """The one address of a place's page, in the language of the moment."""
    return cards.place_url(slug(display_name(place)), place.code)


def days_closed(subject: Subject) -> list[tuple[date, date, str]]:
    return [(closure.first_day, closure.last_day, closure.reason) for closure in subject.closures if closure.offer_id is None]


def is_visible(place: Place) -> bool:
    """May residents see the page of this place?"""
    return is_for_all(place) and place.state != Place.State.GONE


def was_visible(place: Place) -> bool:
    """Did residents see the page of this place, that is gone?"""
    return is_for_all(place) and place.state == Place.State.GONE


def is_for_all(place: Place) -> bool:
    return place.withheld == Place.Withheld.NO and place.visibility != Place.Visibility.PROFESSIONALS


def safe(url: str) -> str:
    """An address of the web, or nothing: received addresses are not to be trusted."""
    return url if url.startswith(LINKS) else ""
