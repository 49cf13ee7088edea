"""Knows a place as the exports see it, without a base."""

from datetime import date
from uuid import UUID

from maillage.directory.freshness import Freshness
from maillage.directory.selectors import OfferValues
from maillage.opendata.rows import PlaceRow

LIBRARY = PlaceRow(
    id=UUID(int=1), code="3F0C9A52", name="Médiathèque", kinds=["BIB"], street="12 rue des Lilas", complement="", postal_code="23000", commune="Guéret",
    insee="23096", latitude=46.17, longitude=1.87, precision="housenumber", visibility="public", phones=["+33555000001"], emails=["accueil@lieu.example"],
    websites=[], hours="Tu-Sa 10:00-18:00", hours_words="", summary="", description="", appointment_url="", access_url="", identifiers={}, parent="",
    facets={"itinerance": ["fixe"], "other_labels": ["Bib’Lib"]}, services_denied=[], facets_denied={}, stated_none=[], inferred=[],
    checked_on=date(2026, 3, 3), hours_checked_on=None, changed_on=date(2026, 3, 3), freshness=Freshness.WATCH,
    offers=[OfferValues("acces-internet-materiel", "", "", "own", {"costs": ["gratuit"]})], closures=[], relations=[], origins=["Ville de Guéret"],
)  # fmt: skip
