"""Knows how each facet and each of its boxes is said to a resident."""

from django.utils.translation import gettext as _

from maillage.directory.freshness import Freshness
from maillage.referentials import selectors as referentials
from maillage.search.query import FRESHNESS


def title(name: str) -> str:
    """Of a facet, by its name in the address."""
    return {
        "service": _("Ce que vous voulez faire"),
        "cout": _("Prix"),
        "public": _("Surtout pour"),
        "soin": _("Votre situation"),
        "qui": _("Qui peut venir"),
        "acces": _("Comment venir"),
        "accompagnement": _("Comment être aidé"),
        "niveau": _("Votre niveau"),
        "langue": _("Langue parlée"),
        "equipement": _("Appareils sur place"),
        "type": _("Sorte de lieu"),
        "par": _("Par qui"),
        "itinerance": _("Lieu fixe ou qui se déplace"),
        "dispositif": _("Programme national"),
        "label": _("Label"),
        "accessibilite": _("Accès du bâtiment"),
        "fraicheur": _("Dernière vérification"),
    }[name]


def label(facet: str, code: str) -> str:
    """Of a box, by its facet in the search."""
    if facet == FRESHNESS:
        return {
            Freshness.FRESH: _("Il y a moins de 6 mois"),
            Freshness.WATCH: _("Il y a 6 à 12 mois"),
            Freshness.VERIFY: _("Il y a 12 à 18 mois"),
            Freshness.OLD: _("Plus ancienne, ou inconnue"),
        }[Freshness(code)]
    return referentials.label(facet, code)
