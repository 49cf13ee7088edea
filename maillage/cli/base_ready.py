"""Knows whether the base can be used, and makes it when there is none yet."""

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def pending_migrations() -> bool:
    """Does this version expect tables that the base does not have?"""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ensure_base() -> None:
    """Make the tables of a new base; refuse one of another version, which a person must migrate knowingly (backup first)."""
    if not pending_migrations():
        return
    if connections[DEFAULT_DB_ALIAS].introspection.table_names():
        raise CommandError(_("La base est d’une autre version. Sauvegardez-la, puis lancez : maillage migrate"))
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
