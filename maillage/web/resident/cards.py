"""Knows how a found place is shown in a list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache

import phonenumbers
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.directory import freshness as directory_freshness
from maillage.directory import naming
from maillage.referentials import selectors as referentials
from maillage.search.query import Card, CardOffer, Hit
from maillage.territories import selectors as territories
from maillage.web import words
from maillage.web.parts import Freshness, Help, Phone, ResultCard, UnknownPlace
from maillage.web.resident import opening

SHOWN_HELPS = 3
SHOWN_KINDS = 2
SHOWN_CHILDREN = 3
ANY_CODE = "00000000"  # stands for the code of any place
KEPT_PHONES = 8_192
CONDITIONS = ("costs", "who_may_come", "audiences")


def result_card(hit: Hit, *, now: datetime) -> ResultCard:
    """A place of which a stated offer answers."""
    card = hit.card
    asked_for = (*hit.matched, *hit.guessed)
    helps = [Help(label, matched) for label, matched in grouped(card["offers"], asked_for)]
    answering = [offer for offer in card["offers"] if offer["concept"] in asked_for]
    status = opening.status_of_card(card, now=now)
    return ResultCard(
        url=place_url(card["slug"], card["code"]),
        name=words.typographic(card["name"]),
        where=" · ".join(part for part in (kinds(card["kinds"]), one_line(card)) if part),
        distance=_("aide à distance, depuis {commune}").format(commune=words.typographic(card["commune"])) if hit.remote else words.distance(hit.distance_km),
        can=helps[:SHOWN_HELPS],
        more=max(0, len(helps) - SHOWN_HELPS),
        conditions=conditions(answering or card["offers"]),
        status=status,
        phone=first_phone(card["phones"]),
        freshness=freshness(checked_on(card), today=now.date()),
        hours=opening.week_of_card(card, status),
        guesses=guesses(card["inferred"], hit.guessed),
    )


def unknown_place(hit: Hit) -> UnknownPlace:
    """A place of whose services nothing is stated."""
    card = hit.card
    return UnknownPlace(
        url=place_url(card["slug"], card["code"]),
        name=words.typographic(card["name"]),
        where=" · ".join(part for part in (kinds(card["kinds"]), town(card)) if part),
        distance=words.distance(hit.distance_km),
        phone=first_phone(card["phones"]),
    )


def checked_on(card: Card) -> date | None:
    return date.fromisoformat(card["checked_on"]) if card["checked_on"] else None


def place_url(slug: str, code: str) -> str:
    """The page of a place."""
    return address_like(get_language()).replace(ANY_CODE, f"{slug}-{code}" if slug else code)


@cache
def address_like(_language: str | None) -> str:
    """The address of any place, as one reads it in this language: asked for each place, `reverse` costs more than all the rest of its address."""
    return reverse("place", kwargs={"code": ANY_CODE})


def kinds(codes: Sequence[str]) -> str:
    """ "Bibliothèque · France Services"."""
    return " · ".join(referentials.label("kinds", code) for code in codes[:SHOWN_KINDS])


def one_line(card: Card) -> str:
    return ", ".join(part for part in (words.street(card["street"]), town(card)) if part)


def town(card: Card) -> str:
    return town_of(card["postal_code"], card["commune"], card["insee"])


def town_of(postal_code: str, received: str, insee: str) -> str:
    """ "23000 Guéret", spelt as the commune spells itself; a former commune or a hamlet keeps its name."""
    commune = territories.commune(insee)
    name = commune.name if commune and fold(commune.name) == fold(received) else naming.soften_proper(received)
    return f"{postal_code} {words.typographic(name)}".strip()


def grouped(offers: Iterable[CardOffer], matched: Sequence[str]) -> list[tuple[str, bool]]:
    """Stated services; those asked for come first, and bold when others are stated too."""
    concepts = list(dict.fromkeys(offer["concept"] for offer in offers))
    return grouped_codes(concepts, matched if len(matched) < len(concepts) else ())


def grouped_codes(concepts: Iterable[str], matched: Sequence[str] = ()) -> list[tuple[str, bool]]:
    """One line per first level, with what is told below it."""
    below: dict[str, list[str]] = {}
    for concept in concepts:
        root = referentials.first_level("services", concept)
        below.setdefault(root, []).extend([concept] if concept != root else [])
    wanted = {referentials.first_level("services", concept) for concept in matched}
    roots = sorted(below, key=lambda root: (root not in wanted, ranks()[root]))
    return [(with_children(root, below[root], matched), root in wanted) for root in roots]


@cache
def ranks() -> dict[str, int]:
    """Services, in the order in which they are shown."""
    return {code: rank for rank, code in enumerate(referentials.vocabulary("services").codes)}


def with_children(root: str, children: Sequence[str], matched: Sequence[str]) -> str:
    """ "Faire une démarche en ligne : impôts et argent, logement"."""
    label = referentials.label("services", root)
    told = sorted(children, key=lambda code: code not in matched)
    if not told:
        return label
    names = ", ".join(words.lower_first(referentials.label("services", code)) for code in told[:SHOWN_CHILDREN])
    return _("{service} : {details}").format(service=label, details=names + ("…" if len(told) > SHOWN_CHILDREN else ""))


def guesses(inferred: Iterable[str], matched: Sequence[str]) -> list[Help]:
    """What was deduced from its texts: the services, those asked for first, then the price and for whom."""
    codes = by_facet(inferred)
    services = [Help(label, is_matched) for label, is_matched in grouped_codes(codes.get("services", ()), matched)]
    return services[:SHOWN_HELPS] + [Help(label) for facet in CONDITIONS for label in labels(facet, codes.get(facet, ()))]


def by_facet(inferred: Iterable[str]) -> dict[str, list[str]]:
    """Facet -> codes of "services:securite", "kinds:BIB"…"""
    found: dict[str, list[str]] = {}
    for element in inferred:
        name, _colon, code = element.partition(":")
        found.setdefault(name, []).append(code)
    return found


def conditions(offers: Sequence[CardOffer]) -> list[str]:
    """What it costs, who may come, for whom: said of at least one of the offers that answer."""
    return [label for facet in CONDITIONS for label in labels_of(facet, offers)]


def labels_of(facet: str, offers: Iterable[CardOffer]) -> list[str]:
    told = {code for offer in offers for code in offer["facets"].get(facet, ())}
    return labels(facet, told)


def labels(facet: str, codes: Iterable[str]) -> list[str]:
    """Public words of codes, in the order of the vocabulary."""
    told = set(codes)
    return [referentials.label(facet, code) for code in referentials.vocabulary(facet).codes if code in told]


def first_phone(numbers: Sequence[str]) -> Phone | None:
    return phone(numbers[0]) if numbers else None


@lru_cache(maxsize=KEPT_PHONES)
def phone(number: str) -> Phone:
    """ "+33555640012" -> "05 55 64 00 12"; "3949" -> "39 49"."""
    if not number.startswith("+"):
        return Phone(" ".join(number[i : i + 2] for i in range(0, len(number), 2)), f"tel:{number}")
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return Phone(number, f"tel:{number}")
    return Phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL), f"tel:{number}")


def service_contacts(contacts: Iterable[Mapping[str, str]], key: str) -> list[str]:
    """Contacts of the service. Those of a named person are shown to no resident."""
    return [contact[key] for contact in contacts if contact.get("contact") != "person"]


def freshness(checked_on: date | None, *, today: date, by: str = "") -> Freshness:
    """The four words départements already read, and the day."""
    word = directory_freshness.freshness(checked_on, today)
    if checked_on is None:
        return Freshness(word.value, str(word.label), _("personne ne l’a encore vérifié"))
    day = words.day(checked_on)
    detail = _("vérifié le {day} par {who}").format(day=day, who=by) if by else _("vérifié le {day}").format(day=day)
    return Freshness(word.value, str(word.label), detail)
