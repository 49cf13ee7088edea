"""Knows how it is kept with a list that it could not be read."""

from maillage.ingestion.models import TROUBLE_LIMIT, Source


def note_trouble(key: str, refusal: str) -> None:
    """Keep what prevented a list from being read, for the people who look after it; "" when nothing does any more."""
    Source.objects.filter(key=key).update(trouble=refusal[:TROUBLE_LIMIT])
