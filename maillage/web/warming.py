"""Knows what a new process loads before its first visitor: addresses, communes, vocabularies, holidays, the index."""

import logging

from django.db import DatabaseError, connections
from django.template.loader import get_template
from django.urls import get_resolver

from maillage.base import clock
from maillage.directory.hours import calendar
from maillage.referentials import selectors as referentials
from maillage.search import engine
from maillage.territories import selectors as territories

log = logging.getLogger(__name__)
TEMPLATES = ("web/home.html", "web/results.html", "web/place.html")


def warm() -> None:
    """Load all that is loaded once. A base that does not answer yet stops nothing: pages will say so."""
    _ = get_resolver().url_patterns
    for name in TEMPLATES:
        get_template(name)
    referentials.vocabularies()
    calendar.is_holiday(clock.today(), "")
    territories.suggest_communes("a", limit=1)
    try:
        engine.current()
    except DatabaseError:
        log.warning("warming: the base does not answer", exc_info=True)
    finally:
        connections.close_all()
