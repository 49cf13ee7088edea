"""Knows what must be ready before the first request: start-up checks, and the table of the cache."""

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class HouseConfig(AppConfig):
    name = "maillage.config"
    verbose_name = "Maillage"

    def ready(self) -> None:
        from maillage.config import checks  # noqa: F401  registers itself

        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(using: str, **_kwargs: Any) -> None:
    """Create the cache's table where it is missing, so that `migrate` is the only command to know."""
    call_command("createcachetable", database=using, verbosity=0)
