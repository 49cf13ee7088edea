"""Knows how one list is read, undone, removed or mapped anew by one at a time, whatever the processes."""

from contextlib import AbstractContextManager

from django.utils.translation import gettext as _

from maillage.base import locking
from maillage.ingestion.errors import ListRefused


class ListBusy(ListRefused):
    """Another holds the list."""

    def __init__(self) -> None:
        super().__init__(_("Une lecture de cette liste est en cours, ou son annulation. Attendez qu’elle finisse, puis recommencez."))


def alone(key: str) -> AbstractContextManager[None]:
    """Hold a list, whose name is well formed; never twice at once in one thread. Raise ListBusy."""
    return locking.alone(f"list-{key}", ListBusy)
