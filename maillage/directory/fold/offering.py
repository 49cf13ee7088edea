"""Knows how offers fold: whether a service is offered, by whom, in which role, for whom."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from maillage.directory.fields import OFFER_FACETS
from maillage.directory.fold.elements import fold_elements
from maillage.directory.fold.hearing import NOTHING, Hearing, Said
from maillage.directory.policy import PERSONS

DEFAULT_ROLE = "own"


class OfferKey(NamedTuple):
    """What makes an offer itself within a place. No provider: the place."""

    concept: str
    provider: str = ""
    variant: str = ""

    @property
    def subject(self) -> str:
        """Name of this offer among the subjects of changes and explanations: "offer:concept", or "offer:concept|provider|variant"."""
        return "offer:" + ("|".join(self) if self.provider or self.variant else self.concept)


class OfferValue(NamedTuple):
    """What is known of an offer in force. `facets`: vocabulary -> codes said to be true; `area`: territories where it is given at a distance."""

    role: str
    facets: dict[str, list[str]]
    area: tuple[str, ...] = ()


class OfferOpinion(NamedTuple):
    """What one statement says of one offer. `own_facets` prevail over the lists of the statement."""

    said: Said
    offered: bool
    role: str = ""
    own_facets: Mapping[str, Any] = NOTHING
    area: tuple[str, ...] = ()

    def facets(self) -> Mapping[str, Any]:
        return {**self.said.values, **self.own_facets} if self.own_facets else self.said.values


class FoldedOffers(NamedTuple):
    """Offers in force; services said not to be offered; `none`: somebody says that nothing is offered at all."""

    offers: dict[OfferKey, OfferValue]
    denied: list[str]
    none: bool


def fold_offers(hearing: Hearing) -> FoldedOffers:
    """Fold what is said of services and offers, best statement first."""
    opinions, silenced = hear_offers(hearing.order("services"))
    shared: dict[tuple[int, ...], dict[str, list[str]]] = {}
    offers = {key: fold_offer(heard, shared, hearing) for key, heard in sorted(opinions.items()) if heard[0].offered}
    offered = {key.concept for key in offers}
    refused = [key for key, heard in opinions.items() if not heard[0].offered]
    denied = sorted([key.concept for key in refused if key == own_offer(key.concept) and key.concept not in offered])
    return FoldedOffers(offers, denied, none=silenced and not offers)


def hear_offers(order: Iterable[Said]) -> tuple[dict[OfferKey, list[OfferOpinion]], bool]:
    """All opinions on each offer, best first, down to the statement that says "explicitly none" (then True)."""
    opinions: dict[OfferKey, list[OfferOpinion]] = {}
    for said in order:
        for key, opinion in opinions_of(said).items():
            opinions.setdefault(key, []).append(opinion)
        if silences(said):
            return opinions, True
    return opinions, False


def silences(said: Said) -> bool:
    """Does it say that nothing else is offered?"""
    return said.values.get("services", "") is None or said.values.get("offers", "") is None


def opinions_of(said: Said) -> dict[OfferKey, OfferOpinion]:
    """What one statement says of each offer: its services, then its detailed offers, which prevail."""
    opinions = {own_offer(code): OfferOpinion(said, offered) for code, offered in (said.values.get("services") or {}).items()}
    for told in said.values.get("offers") or ():
        opinions[key_of(told)] = OfferOpinion(said, told["state"], told.get("role", ""), told.get("facets", NOTHING), tuple(told.get("area", ())))
    return opinions


@cache
def own_offer(concept: str) -> OfferKey:
    """Key of a service offered by the place itself: one object for each code of the vocabulary."""
    return OfferKey(concept)


def key_of(told: Mapping[str, Any]) -> OfferKey:
    return OfferKey(told["concept"], told.get("provider", ""), told.get("variant", ""))


def fold_offer(heard: list[OfferOpinion], shared: dict[tuple[int, ...], dict[str, list[str]]], hearing: Hearing) -> OfferValue:
    """Role, area and facets of an offer, from those who state it: the first who tells its role, or its area, gives it whole.

    `shared` remembers facets already folded from the same statements.
    """
    stating = [opinion for opinion in heard if opinion.offered]
    roles = [opinion.role for opinion in stating if opinion.role]
    if any(opinion.own_facets for opinion in stating):
        facets = fold_facets(stating, hearing)
    else:
        key = tuple([id(opinion.said) for opinion in stating])
        facets = shared[key] if key in shared else shared.setdefault(key, fold_facets(stating, hearing))
    areas = [opinion.area for opinion in stating if opinion.area]
    return OfferValue(roles[0] if roles else DEFAULT_ROLE, facets, areas[0] if areas else ())


def fold_facets(stating: list[OfferOpinion], hearing: Hearing) -> dict[str, list[str]]:
    """For whom, at what cost…: as those who state the offer say, after what the people of the place say of the whole place."""
    persons = [said for said in hearing.statements if said.voice.kind in PERSONS and any(name in said.values for name in OFFER_FACETS)]
    stated = [opinion.facets() for opinion in stating]
    spoken = set().union(*stated, *(said.values for said in persons))
    folded = {}
    for name in OFFER_FACETS:
        if name in spoken:
            heard = heard_on(name, stating, persons, hearing) if persons else stated
            folded[name] = fold_elements(heard, name).yes
    return {name: codes for name, codes in folded.items() if codes}


def heard_on(name: str, stating: list[OfferOpinion], persons: list[Said], hearing: Hearing) -> list[Mapping[str, Any]]:
    """What is said on one facet of an offer, best first. What somebody says of this very offer hides what persons say of the whole place."""
    by_statement = {id(opinion.said): opinion.facets() for opinion in stating}
    if not any(name in opinion.own_facets for opinion in stating):
        by_statement |= {id(said): said.values for said in persons if id(said) not in by_statement}
    return [by_statement[id(said)] for said in hearing.order(name) if id(said) in by_statement]
