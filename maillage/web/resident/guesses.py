"""Knows how to say what was deduced from the texts of a place: apart from what is stated, to be confirmed, and by whom the texts are given."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from maillage.directory.selectors import Why as Reason
from maillage.web import words
from maillage.web.parts import Fact, Guesses
from maillage.web.resident import cards, facts


def of_place(inferred: Iterable[str]) -> Guesses | None:
    """On the page of a place: the services, then all the rest by its title; nothing when nothing was deduced."""
    codes = cards.by_facet(inferred)
    titles = {"kinds": _("Type de lieu"), **facts.fact_titles()}
    told = [(title, cards.labels(facet, codes[facet])) for facet, title in titles.items() if facet in codes]
    services = [label for label, _matched in cards.grouped_codes(codes.get("services", ()))]
    others = [Fact(title, " · ".join(labels)) for title, labels in told if labels]
    return Guesses(services, others) if services or others else None


def why_lines(inferred: Iterable[str], reasons: Mapping[str, Reason]) -> list[str]:
    """Whose texts say so, one line each."""
    voices = {reason.winner.origin.pk: reason.winner for element in inferred if (reason := reasons.get(f"inferred:{element}"))}
    return [
        _("Déduit du nom et des textes donnés par {origin} ({day}) : personne ne le dit.").format(
            origin=words.quoted(voice.origin.label), day=words.day(voice.as_of)
        )
        for voice in voices.values()
    ]
