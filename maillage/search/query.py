"""Knows what one may ask of the search, and how it answers. Every door speaks through these classes; none of them touches the database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal, NamedTuple, NotRequired, TypedDict, cast

from maillage.base import clock
from maillage.base.geometry import Point
from maillage.directory.fields import OFFER_FACETS as FACETS_OF_AN_OFFER

Sort = Literal["distance", "name", "relevance", "freshness"]

SERVICES = "services"
ROLES = "roles"
FRESHNESS = "freshness"
OFFER_FACETS = (SERVICES, ROLES, *FACETS_OF_AN_OFFER)  # a filter on several of them must hold within one offer
PLACE_FACETS = ("kinds", "itinerance", "equipment", "programmes", "labels", "accessibility")
FACETS = (*OFFER_FACETS, *PLACE_FACETS, FRESHNESS)  # freshness, a facet of places, is not stored: it depends on the day of the question
CARD_FACETS = (*(name for name in PLACE_FACETS if name != "kinds"), "other_labels")

DEFAULT_RADIUS_KM = 20.0
MAX_PAGE_SIZE = 500


class CardOffer(TypedDict):
    """One stated service of a place, as shown in a list."""

    concept: str
    role: str
    provider: str  # "" = the place itself
    facets: dict[str, list[str]]
    area: NotRequired[list[str]]  # territories where it is given at a distance ("dep:23", "fr"); absent when none is told


class Vehicle(TypedDict):
    """An itinerant place."""

    code: str
    name: str  # as displayed


class Card(TypedDict):
    """What a list of results shows of a place: plain values, no query needed. Contacts of named persons are not in it."""

    id: str  # the identity of the place, which never changes
    code: str  # public code: that of its page, of its printed codes
    name: str  # as displayed
    slug: str
    kinds: list[str]
    street: str
    complement: str
    postal_code: str
    commune: str
    insee: str
    latitude: float | None
    longitude: float | None
    precision: str
    phones: list[str]
    emails: list[str]
    websites: list[str]
    hours: str  # OSM
    hours_checked_on: str | None  # 2026-11-03
    hours_words: str
    summary: str
    offers: list[CardOffer]
    stop_of: list[Vehicle]  # itinerant places whose offers these are: they stop there, and the place tells none of its own
    inferred: list[str]  # "services:securite", "kinds:BIB": deduced from texts, stated by nobody
    closures: list[tuple[str, str, str]]  # first day, last day (2026-11-03), reason; the whole place, past ones too
    checked_on: str | None  # 2026-11-03
    itinerant: bool
    facets: dict[str, list[str]]  # of the place itself: CARD_FACETS, those that have a value
    denied: list[str]  # services that it says it does not offer
    appointment_url: str
    access_url: str  # page that describes how one gets in
    identifiers: dict[str, str]  # "siret", "rna"…
    changed_on: str  # 2026-11-03


@dataclass(frozen=True)
class SearchQuery:
    """One question. Facets: any of the values of a facet, all facets; offer facets must hold within one offer. Territories: any of them."""

    near: Point | None = None
    radius_km: float = DEFAULT_RADIUS_KM
    commune: str = ""  # INSEE code of the commune asked: offers at a distance that cover it are added after those of the area
    territories: tuple[str, ...] = ()  # "dep:23" "reg:75" "epci:200067189" "com:23096"
    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_at: datetime | None = None  # places surely open then; aware: that instant; naive: on each place's own clock
    today: date | None = None  # the day by which freshness is told; None: today
    sort: Sort = "distance"  # at one distance, what is stated before what was deduced from texts, then by name
    page: int = 1
    page_size: int = 20
    first: int | None = None  # position of the first place shown, from 0, instead of a page
    with_counts: bool = True
    with_unknown: bool = True  # False: their total alone

    @cached_property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """The facets that really filter: those with at least one value."""
        return {name: tuple(values) for name, values in self.facets.items() if values}

    @property
    def asks_nothing(self) -> bool:
        """Does every place that tells a service answer?"""
        return not (self.near or self.territories or self.asked or self.open_at or self.text.strip())

    @cached_property
    def day(self) -> date:
        """The day by which freshness is told."""
        return self.today or clock.today()

    @property
    def adds_remote(self) -> bool:
        """Are offers at a distance added to those of the area asked?"""
        return bool(self.commune and (self.near or self.territories))

    def pages(self, longest: int) -> "Pages":
        """Which slice to show of lists of which the longest has so many rows; a page that does not exist becomes the nearest one."""
        size = min(max(self.page_size, 1), MAX_PAGE_SIZE)
        last = max(1, -(-longest // size))
        if self.first is not None:
            start = min(max(self.first, 0), longest)
            return Pages(start // size + 1, last, start, start + size)
        page = min(max(self.page, 1), last)
        return Pages(page, last, (page - 1) * size, page * size)

    def without_facet(self, name: str) -> "SearchQuery":
        """The same question, this facet left open."""
        return replace(self, facets={other: values for other, values in self.asked.items() if other != name})


class Pages(NamedTuple):
    """The slice that a page shows."""

    page: int
    last: int
    start: int
    stop: int


@dataclass
class Hit:
    """One place of an answer. Not frozen: each answer makes many, and freezing triples their cost."""

    code: str
    raw: bytes | memoryview = field(repr=False)  # the card in JSON; read only if someone looks at `card`
    distance_km: float | None  # None: not asked, or the place has no point of its own
    matched: tuple[str, ...] = ()  # concepts of the stated offers that hold all the filters
    guessed: tuple[str, ...] = ()  # other concepts that hold them by what was deduced from texts
    inferred: bool = False  # found only by what was deduced from texts
    open_raw: bytes | memoryview = field(default=b"", repr=False)  # the card as other software may have it, in JSON
    remote: bool = False  # outside the area asked, but one of its offers at a distance covers the commune asked

    @cached_property
    def card(self) -> Card:
        return cast(Card, json.loads(bytes(self.raw)))

    @cached_property
    def open_card(self) -> Card:
        """The card as other software may have it: without values whose licence forbids re-use, without named persons."""
        return cast(Card, json.loads(bytes(self.open_raw)))


class Relaxation(NamedTuple):
    """A wider question that does find something: what to let go (`relax` names the keys), and how many places then."""

    key: str
    query: SearchQuery
    total: int


@dataclass(frozen=True)
class SearchResult:
    """One answer, all of one generation. Page n shows the n-th slice of `hits` and the n-th slice of `unknown`."""

    total: int  # places of which an offer answers
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]]  # facet -> code -> places; a facet's counts ignore its own filter
    unknown_total: int
    unknown: tuple[Hit, ...]  # same where, kind and text, but nothing is known of their services, not even by their texts
    page: int
    pages: int
    generation: int
    inferred_total: int = 0  # of `total`: places that answer only by what was deduced from their texts
    remote_total: int = 0  # of `total`: places outside the area asked, one of whose offers at a distance covers the commune asked
    relaxations: tuple[Relaxation, ...] = ()
    corrected: str = ""  # the words really searched, folded, when one that no place holds was read otherwise
