"""Knows the parts of pages as plain values: what each template under `parts/` shows, and nothing of where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """An address with its words; no address means "here"."""

    label: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Need:
    """A need in the resident's words, with its icon."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Phone:
    """A number as people read it, and as a telephone dials it."""

    number: str
    href: str


@dataclass(frozen=True)
class Status:
    """Open or not, now. `state` is one of open, soon, closed, stale, unknown: the style sheet gives each a shape and a colour."""

    state: str
    text: str


@dataclass(frozen=True)
class Freshness:
    """How old the last check is. `level` is one of fresh, watch, verify, old."""

    level: str
    word: str
    detail: str


@dataclass(frozen=True)
class Help:
    """One thing that can be done in a place; `matched` when it is what was asked for."""

    label: str
    matched: bool = False


@dataclass(frozen=True)
class ResultCard:
    """One place in a list of answers."""

    url: str
    name: str
    where: str
    distance: str
    can: Sequence[Help]
    more: int
    conditions: Sequence[str]
    status: Status
    phone: Phone | None
    freshness: Freshness
    hours: str = ""  # the week in one line, for paper
    guesses: Sequence[Help] = ()  # deduced from its texts, to be confirmed


@dataclass(frozen=True)
class UnknownPlace:
    """A place of whose services nothing is stated."""

    url: str
    name: str
    where: str
    distance: str
    phone: Phone | None


@dataclass(frozen=True)
class UnknownList:
    """Places listed apart, because nothing says what they offer."""

    title: str
    sentence: str
    places: Sequence[UnknownPlace]
    tells_no_phone: bool = True  # say of a place that its telephone is not known; useless when none is
    total: str = ""
    more: Link | None = None


@dataclass(frozen=True)
class Option:
    """One box to tick, with the number of places behind it when it is known."""

    value: str
    label: str
    checked: bool
    count: int | None = None


@dataclass(frozen=True)
class FacetPart:
    """One group of boxes; `input` is checkbox or radio."""

    name: str
    title: str
    options: Sequence[Option]
    input: str = "checkbox"


@dataclass(frozen=True)
class Filters:
    """The panel: its groups, what the form carries along, how many boxes are ticked."""

    facets: Sequence[FacetPart]
    kept: Sequence[tuple[str, str]]
    action: str = ""  # where the form is sent
    more: Sequence[FacetPart] = ()  # in a fold
    more_open: bool = False
    active: int = 0
    open: bool = False


@dataclass(frozen=True)
class Pages:
    """Where one stands in the pages of a list."""

    number: int
    last: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True)
class Way:
    """Another way to ask; `count` says in words how many places answer it."""

    label: str
    url: str
    count: str | None = None


@dataclass(frozen=True)
class Empty:
    """Nothing found: the fact, then what to do."""

    sentence: str
    ways: Sequence[Way] = ()


@dataclass(frozen=True)
class Note:
    """A sentence above the answers, with links."""

    text: str
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Answer:
    """Everything the results page shows."""

    what: str
    where: str
    heading: str
    title: str
    description: str
    canonical: str
    noindex: bool = False
    ask: bool = False  # the form unfolded: nothing was asked yet, or it was not clear
    total_sentence: str = ""
    crumbs: Sequence[Link] = ()
    tags: Sequence[Link] = ()
    notes: Sequence[Note] = ()
    choices: Sequence[Link] = ()
    filters: Filters | None = None
    cards: Sequence[ResultCard] = ()
    orders: Sequence[Link] = ()
    pages: Pages | None = None
    empty: Empty | None = None
    unknown: UnknownList | None = None


@dataclass(frozen=True)
class Day:
    """One line of the table of hours; no span means closed."""

    label: str
    spans: Sequence[str]
    today: bool = False
    note: str = ""


@dataclass(frozen=True)
class Why:
    """Where a value comes from, one sentence a line."""

    about: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Fact:
    """A name and its value."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class OfferPart:
    """One thing that can be done in a place, with its conditions."""

    icon: str
    label: str
    details: str
    conditions: Sequence[str]


@dataclass(frozen=True)
class Guesses:
    """What was deduced from the texts of a place, and that nobody states."""

    services: Sequence[str]
    facts: Sequence[Fact] = ()


@dataclass(frozen=True)
class Notice:
    """What must be read first."""

    title: str
    text: str


@dataclass(frozen=True)
class Neighbour:
    """A near place that helps with the rest."""

    url: str
    name: str
    where: str
    distance: str
    helps: str


@dataclass(frozen=True)
class NeighbourList:
    """Near places that help with the rest."""

    title: str
    places: Sequence[Neighbour]


@dataclass(frozen=True)
class HoursPart:
    """The table, else what was received in words, else that nothing is known."""

    days: Sequence[Day] = ()
    warning: str = ""
    words: str = ""
    none: str = ""


@dataclass(frozen=True)
class AddressPart:
    """Lines to copy, what is not known of them, links for maps and for accessibility."""

    lines: Sequence[str] = ()
    note: str = ""
    geo: str = ""
    access_url: str = ""


@dataclass(frozen=True)
class ContactPart:
    """How to reach the place; contacts of the service only."""

    phones: Sequence[Phone] = ()
    emails: Sequence[str] = ()
    websites: Sequence[Link] = ()
    appointment: str = ""


@dataclass(frozen=True)
class Sheet:
    """Everything the page of a place shows. `whys`: part of the page (services, guesses, phones, hours, address, facts) -> where it comes from."""

    code: str
    name: str
    title: str
    description: str
    kinds: str
    freshness: Freshness
    changed: str
    paper: str
    hours: HoursPart
    address: AddressPart
    contact: ContactPart
    crumbs: Sequence[Link] = ()
    notices: Sequence[Notice] = ()
    status: Status | None = None
    summary: str = ""
    paragraphs: Sequence[str] = ()
    offers: Sequence[OfferPart] = ()
    no_offer: str = ""
    guesses: Guesses | None = None
    denied: Sequence[str] = ()
    unknowns: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    relations: Sequence[Fact] = ()
    neighbours: NeighbourList | None = None
    whys: Mapping[str, Why] = field(default_factory=dict)


@dataclass(frozen=True)
class MapPart:
    """What « Voir la carte » needs: the map's own page, the points, the page of any place, the chosen basemap if there is one, what to credit."""

    page: str
    points: str
    place: str
    basemap: str
    credit: str
