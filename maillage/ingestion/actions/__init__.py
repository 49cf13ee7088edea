"""Knows every way to write what lists say: bring one in, undo a reading, follow an address."""

from maillage.ingestion.actions.delivering import deliver
from maillage.ingestion.actions.importing import import_list, mark_applied
from maillage.ingestion.actions.sources import create_source, fold_if_asked, remove_source, set_mapping, set_schedule, set_scope
from maillage.ingestion.actions.troubles import note_trouble
from maillage.ingestion.actions.undoing import undo

__all__ = [
    "create_source",
    "deliver",
    "fold_if_asked",
    "import_list",
    "mark_applied",
    "note_trouble",
    "remove_source",
    "set_mapping",
    "set_schedule",
    "set_scope",
    "undo",
]
