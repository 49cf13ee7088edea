"""Knows how two places are laid side by side: field by field, what is alike and what differs, what each list says, why one asks."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base.text import fold
from maillage.directory import selectors
from maillage.directory.clusters import gather, members_of, roots_of
from maillage.directory.columns import columns
from maillage.directory.hours import say
from maillage.directory.models import Place, Statement
from maillage.linkage import wording
from maillage.linkage.enums import Veto
from maillage.linkage.normalise import Door, normal_name, normal_street
from maillage.referentials import selectors as referentials
from maillage.territories.selectors import current_code
from maillage.web import words
from maillage.web.duplicates.sketch import Sketch, length, sketch
from maillage.web.resident import cards, reach
from maillage.web.resident.subject import display_name, is_visible, url_of

WORD = re.compile(r"[^\W_]+")
SIGNS = {
    "same": ("=", gettext_lazy("pareil")),
    "partly": ("≈", gettext_lazy("en partie")),
    "differs": ("≠", gettext_lazy("différent")),
    "one": ("–", gettext_lazy("d’un seul côté")),
    "none": ("–", gettext_lazy("rien des deux côtés")),
}

MARKED = ("partly", "differs")

Address = tuple[frozenset[Door], str]  # house numbers, street


@dataclass(frozen=True)
class Piece:
    """Some words of a value; `is_alone` when the other side has not got them."""

    text: str
    is_alone: bool = False
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One field of the two places: lines of pieces on each side, and how alike they are (`state`, a key of SIGNS)."""

    label: str
    a: Sequence[Sequence[Piece]]
    b: Sequence[Sequence[Piece]]
    state: str

    @property
    def sign(self) -> str:
        return SIGNS[self.state][0]

    @property
    def sign_words(self) -> str:
        return str(SIGNS[self.state][1])


@dataclass(frozen=True)
class Record:
    """What one list says, in short."""

    list: str
    day: date
    name: str
    where: str
    gone_on: date | None


@dataclass(frozen=True)
class Side:
    """One of the two places."""

    letter: str
    name: str
    url: str
    standing: str
    records: Sequence[Record]


@dataclass(frozen=True)
class Pair:
    """The two places, side by side."""

    a: Side
    b: Side
    lines: Sequence[Line]
    map: Sketch | None
    no_map: str
    speaks_for: str
    speaks_against: str
    veto: str
    distances: str

    @property
    def differences(self) -> int:
        return sum(line.state == "differs" for line in self.lines)


def pair(one: Place, other: Place, *, contributions: Iterable[Sequence[Any]], veto: str, today: date) -> Pair:
    """Two founding places, each with the records that stand with it; those of one place are shown as each record tells it."""
    roots = roots_of([one.pk, other.pk])
    is_one = roots[one.pk] == roots[other.pk]
    seen = [alone(place, roots[place.pk], today) if is_one else Place.objects.get(pk=roots[place.pk]) for place in (one, other)]
    members = [[place.pk] if is_one else sorted(members_of([roots[place.pk]])) for place in (one, other)]
    services = [alone_services(place, roots[place.pk], today) if is_one else own_services(shown) for place, shown in zip((one, other), seen, strict=True)]
    told = [list(each) for each in contributions]
    drawn = sketch(*seen)
    return Pair(
        a=side("A", seen[0], members[0], is_one),
        b=side("B", seen[1], members[1], is_one),
        lines=[*lines(*seen), compared_codes(_("Services"), services[0], services[1], service_labels)],
        map=drawn,
        no_map=no_map(*seen),
        speaks_for=wording.say(each for each in told if each[1] > 0),
        speaks_against=wording.say(each for each in told if each[1] < 0),
        veto=str(Veto(veto).label) if veto in Veto.values and veto else "",
        distances=two_distances(told, drawn),
    )


def two_distances(contributions: Iterable[Sequence[Any]], drawn: Sketch | None) -> str:
    """Why the map and the reasons do not tell the same distance, when they do not: records joined by others stand elsewhere than their place."""
    measured = {length(measure) for name, _worth, measure in contributions if measure is not None and name not in wording.PERCENT}
    if drawn is None or not measured or length(drawn.metres) in measured:
        return ""
    return _("Les raisons comparent deux enregistrements ; la carte, les deux fiches entières : leurs points diffèrent.")


def alone(place: Place, root: UUID, today: date) -> Place:
    """A place as its own record alone tells it, though it was united with others. Never saved."""
    return Place(pk=place.pk, code=place.code, changed_on=today, **columns(_own(place, root).fold(today)))


def alone_services(place: Place, root: UUID, today: date) -> list[str]:
    return list(_own(place, root).fold(today).values.get("services") or [])


def _own(place: Place, root: UUID) -> Any:
    cluster = gather([root])[root]
    return replace(cluster, statements=[said for said in cluster.statements if said.place == place.pk], checks=[])


def own_services(place: Place) -> list[str]:
    return sorted({offer.concept for offer in selectors.offers_of(place)})


# One side


def side(letter: str, place: Place, members: Collection[UUID], is_one: bool) -> Side:
    shown = not is_one and is_visible(place)
    return Side(letter, words.typographic(display_name(place)) or _("sans nom"), url_of(place) if shown else "", standing(place, is_one), records(members))


def standing(place: Place, is_one: bool) -> str:
    """Whether residents see it."""
    if is_one:
        return _("réuni avec l’autre")
    if place.withheld:
        return _("pas publié : {reason}").format(reason=place.get_withheld_display())
    if place.state != Place.State.OPEN:
        return str(place.get_state_display())
    return _("montré aux professionnels") if place.visibility == Place.Visibility.PROFESSIONALS else _("publié")


def records(members: Collection[UUID]) -> list[Record]:
    """What each origin says in force of these records, in the order of their origins."""
    said = Statement.objects.in_force().filter(place__in=list(members)).select_related("origin").order_by("origin__key", "record_id", "pk")
    return [
        Record(
            list=statement.origin.label,
            day=statement.as_of or statement.received_on,
            name=words.typographic(statement.values.get("name") or ""),
            where=", ".join(filter(None, (words.street(statement.values.get("street") or ""), statement.values.get("commune") or ""))),
            gone_on=statement.absent_since,
        )
        for statement in said
    ]


# Field by field


def lines(one: Place, other: Place) -> list[Line]:
    """The fields that tell two places apart, in the order in which one looks at them."""
    return [
        compared_names(display_name(one), display_name(other)),
        compared_codes(_("Type"), one.kinds, other.kinds, lambda codes: [referentials.label("kinds", code) for code in codes]),
        compared_streets(one, other),
        compared_towns(one, other),
        compared_codes(_("Téléphone"), numbers(one), numbers(other), lambda values: [cards.phone(value).number for value in values]),
        compared_codes(_("Courriel"), addresses(one), addresses(other), list),
        compared_sites(one, other),
        compared_words(_("Horaires"), hours(one), hours(other)),
    ]


def street(place: Place) -> str:
    return ", ".join(part for part in (words.street(place.street), words.typographic(place.complement)) if part)


def town(place: Place) -> str:
    return cards.town_of(place.postal_code, place.commune, place.insee)


def numbers(place: Place) -> list[str]:
    return [contact["number"] for contact in place.phones]


def addresses(place: Place) -> list[str]:
    return [contact["address"] for contact in place.emails]


def hours(place: Place) -> str:
    return (say.sentence(place.hours) if place.hours else "") or place.hours_words


def compared_words(label: str, one: str, other: str) -> Line:
    """Two texts; words that only one of them has are marked."""
    one, other = words.typographic(one), words.typographic(other)
    if not one or not other:
        return Line(label, [[Piece(one)]] if one else [], [[Piece(other)]] if other else [], "one" if one or other else "none")
    left, right = ({fold(word) for word in WORD.findall(text)} for text in (one, other))
    state = "same" if left == right else "differs"
    return Line(label, [marked(one, right)], [marked(other, left)], state)


def compared_names(one: str, other: str) -> Line:
    """Names; those that share most of the words of one of them, or that are one name once abbreviations are read, are alike in part."""
    line = compared_words(_("Nom"), one, other)
    if line.state != "differs":
        return line
    left, right = ({word for word in WORD.findall(fold(text)) if len(word) > 2} for text in (one, other))
    shares_most = 2 * len(left & right) > min(len(left), len(right))
    return replace(line, state="partly") if shares_most or normal_name(one) == normal_name(other) else line


def compared_streets(one: Place, other: Place) -> Line:
    """Addresses; one street written in two ways ("av", "avenue") is the same, one name of street in two communes is not."""
    line = compared_words(_("Adresse"), street(one), street(other))
    if line.state == "same" and is_elsewhere(one, other):
        return replace(line, state="differs")
    read = [normal_street(place.street, place.commune) for place in (one, other)]
    if line.state == "differs" and read[0] == read[1] and read[0][1] and not is_elsewhere(one, other):
        return Line(line.label, [[Piece(street(one))]], [[Piece(street(other))]], "same")
    return replace(line, state="partly") if line.state == "differs" and is_cut_short(*read) and not is_elsewhere(one, other) else line


def is_cut_short(one: Address, other: Address) -> bool:
    """Is one the other without its number, or without its last words?"""
    (numbers, street), (others, whole) = sorted((one, other), key=lambda address: len(address[1]))
    return bool(street) and whole.startswith(street) and (numbers == others or not numbers or not others)


def compared_towns(one: Place, other: Place) -> Line:
    """Communes; the name of a former commune or another postal code of one commune are alike in part."""
    line = compared_words(_("Commune"), town(one), town(other))
    return replace(line, state="partly") if line.state == "differs" and not is_elsewhere(one, other) else line


def is_elsewhere(one: Place, other: Place) -> bool:
    """Are they said to be in two communes of today?"""
    if one.insee and other.insee:
        return (current_code(one.insee) or one.insee) != (current_code(other.insee) or other.insee)
    return bool(one.commune and other.commune) and fold(one.commune) != fold(other.commune)


def marked(text: str, known: set[str]) -> list[Piece]:
    """A text cut where words stop or begin to be on the other side."""
    pieces: list[Piece] = []
    for part in filter(None, re.split(r"([^\W_]+)", text)):
        is_alone = bool(WORD.fullmatch(part)) and fold(part) not in known
        if is_alone and len(pieces) > 1 and pieces[-2].is_alone and not WORD.search(pieces[-1].text):
            between, before = pieces.pop(), pieces.pop()
            pieces.append(Piece(before.text + between.text + part, True))
        elif not is_alone and pieces and not pieces[-1].is_alone:
            pieces[-1] = Piece(pieces[-1].text + part)
        else:
            pieces.append(Piece(part, is_alone))
    return pieces


def compared_codes(label: str, one: Sequence[str], other: Sequence[str], labels: Any) -> Line:
    """Two lists; what only one of them has is marked when both have something."""
    both = set(one) & set(other)
    state = alike(one, other, both)
    left, right = (
        [[Piece(said, state in MARKED and value not in both)] for value, said in zip(values, labels(values), strict=True)] for values in (one, other)
    )
    return Line(label, left, right, state)


def alike(one: Sequence[str], other: Sequence[str], both: set[str]) -> str:
    if not one or not other:
        return "one" if one or other else "none"
    if set(one) == set(other):
        return "same"
    return "partly" if both else "differs"


def service_labels(codes: Sequence[str]) -> list[str]:
    return [referentials.label("services", code) for code in codes]


def compared_sites(one: Place, other: Place) -> Line:
    """Sites, with their addresses: the only links out of this page."""
    sites = [{fold(link.label): link for link in map(reach.website, place.websites)} for place in (one, other)]
    both = sites[0].keys() & sites[1].keys()
    state = alike(list(sites[0]), list(sites[1]), set(both))
    cells = [[[Piece(link.label, state in MARKED and key not in both, link.url)] for key, link in side.items()] for side in sites]
    return Line(_("Site"), cells[0], cells[1], state)


def no_map(one: Place, other: Place) -> str:
    """Why nothing is drawn."""
    missing = [letter for letter, place in (("A", one), ("B", other)) if place.latitude is None]
    if len(missing) == 2:
        return _("Ni A ni B n’a de point : comparez les adresses.")
    return _("{letter} n’a pas de point : comparez les adresses.").format(letter=missing[0]) if missing else ""
