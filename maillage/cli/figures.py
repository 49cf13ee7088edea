"""Knows how the base is counted."""

from maillage.directory.models import Offer, Place
from maillage.ingestion.models import Source, SourceRecord


def base_figures() -> dict[str, int]:
    """Records kept, published places, offers in force in them, sources."""
    published = Place.objects.published()
    return {
        "records": SourceRecord.objects.filter(state=SourceRecord.State.KEPT).count(),
        "places": published.count(),
        "offers": Offer.objects.filter(place__in=published, withdrawn_on__isnull=True).count(),
        "sources": Source.objects.count(),
    }
