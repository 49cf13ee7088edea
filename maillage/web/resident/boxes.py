"""Knows how each facet and each of its boxes is said to a resident."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from maillage.directory.freshness import Freshness
from maillage.referentials import selectors as referentials
from maillage.search.query import FRESHNESS

TITLES = {
    "service": gettext_noop("Ce que vous voulez faire"),
    "cout": gettext_noop("Prix"),
    "public": gettext_noop("Surtout pour"),
    "soin": gettext_noop("Votre situation"),
    "qui": gettext_noop("Qui peut venir"),
    "acces": gettext_noop("Comment venir"),
    "accompagnement": gettext_noop("Comment être aidé"),
    "niveau": gettext_noop("Votre niveau"),
    "langue": gettext_noop("Langue parlée"),
    "equipement": gettext_noop("Appareils sur place"),
    "type": gettext_noop("Sorte de lieu"),
    "par": gettext_noop("Par qui"),
    "itinerance": gettext_noop("Lieu fixe ou qui se déplace"),
    "dispositif": gettext_noop("Programme national"),
    "label": gettext_noop("Label"),
    "accessibilite": gettext_noop("Accès du bâtiment"),
    "fraicheur": gettext_noop("Dernière vérification"),
}
AGES = {
    Freshness.FRESH: gettext_noop("Il y a moins de 6 mois"),
    Freshness.WATCH: gettext_noop("Il y a 6 à 12 mois"),
    Freshness.VERIFY: gettext_noop("Il y a 12 à 18 mois"),
    Freshness.OLD: gettext_noop("Plus ancienne, ou inconnue"),
}


def title(name: str) -> str:
    """Of a facet, by its name in the address."""
    return _(TITLES[name])


def label(facet: str, code: str) -> str:
    """Of a box, by its facet in the search."""
    if facet == FRESHNESS:
        return _(AGES[Freshness(code)])
    return referentials.label(facet, code)
