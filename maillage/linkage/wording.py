"""Knows how a score is said to a person: « même téléphone +1,6 · nom 92 % +0,7 · type différent −3,0 »."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

LIKENESSES = {
    "core_equal": _("même nom propre"),
    "core_similar": _("noms propres proches"),
    "core_different": _("noms propres différents"),
    "core_covered": _("l’un contient le nom propre de l’autre"),
    "acronym": _("l’un porte le sigle de l’autre"),
    "name": _("nom"),
    "names_unlike": _("noms sans rapport"),
    "words_equal": _("mêmes mots, même commune"),
    "kind_equal": _("même type"),
    "kind_one_sided": _("type connu d’un seul côté"),
    "kind_within": _("l’un est un service qu’abritent d’autres lieux"),
    "kind_different": _("type différent"),
    "itinerant": _("un seul est itinérant"),
    "successor": _("l’un porte le label de l’autre"),
    "both_generic": _("seuls mots : le type et la commune"),
    "same_address": _("même adresse"),
    "same_street": _("même rue"),
    "number_near": _("numéros voisins"),
    "number_conflict": _("numéros différents"),
    "touching": _("même endroit"),
    "near": _("tout près"),
    "far": _("loin"),
    "very_far": _("très loin"),
    "point_contradicts": _("même adresse, points éloignés"),
    "elsewhere": _("autre commune"),
    "other_part": _("deux parties d’une commune"),
    "unsaid_part": _("un seul nomme son ancienne commune"),
    "phone_equal": _("même téléphone"),
    "phone_different": _("téléphone différent"),
    "email_equal": _("même courriel"),
    "domain_equal": _("même domaine de courriel"),
    "site_equal": _("même site"),
    "hours_equal": _("mêmes horaires"),
    "siret_equal": _("même SIRET"),
    "same_source": _("même liste"),
    "other_name": _("une même liste leur donne deux noms"),
    "other_point": _("une même liste les place à deux endroits"),
    "alone": _("seuls de leur type dans la commune"),
}
# How two that are not one are linked, the first to the second: said without worth.
LINKS = {
    "same_building": _("dans le même bâtiment"),
    "hosted_at": _("le premier est accueilli par le second"),
    "hosts": _("le premier accueille le second"),
    "stop_of": _("le premier est un arrêt du second"),
    "has_stop": _("le second est un arrêt du premier"),
    "part_of_network": _("le premier fait partie du réseau qu’est le second"),
    "gathers": _("le second fait partie du réseau qu’est le premier"),
}
PERCENT = frozenset({"name"})
WHOLE = _("noms pareils, ou l’un dans l’autre, aux abréviations près")  # a likeness of 100 %, as `features.names` measures it
THIN = "\u202f"


def say(contributions: Iterable[Sequence[Any]]) -> str:
    """Contributions in words, the weightiest first; each is a name, its worth, and a measure or None."""
    ordered = sorted(contributions, key=lambda one: (-abs(one[1]), one[0]))
    return " · ".join(_one(*told) for told in ordered)


def _one(name: str, worth: float, measure: int | None) -> str:
    if name in LINKS:
        return str(LINKS[name])
    if name == "name" and measure == 100:
        return f"{WHOLE} {_signed(worth)}"
    return f"{LIKENESSES.get(name, name)}{_measure(name, measure)} {_signed(worth)}"


def _measure(name: str, measure: int | None) -> str:
    if measure is None:
        return ""
    return f" {measure}{THIN}%" if name in PERCENT else f" {_distance(measure)}"


def _distance(metres: int) -> str:
    return f"{metres}{THIN}m" if metres < 1000 else f"{localize(round(metres / 1000, 1))}{THIN}km"


def _signed(worth: float) -> str:
    return f"{'−' if worth < 0 else '+'}{localize(round(abs(worth), 1))}"
