"""Knows who gives rows to the index: each module registers a loader; the directory's is here from the start."""

from collections.abc import Callable, Collection, Iterator

from maillage.search import directory_rows
from maillage.search.rows import PlaceRow

Loader = Callable[[Collection[str] | None], Iterator[PlaceRow]]

_loaders: dict[str, Loader] = {"directory": directory_rows.load}


def register(name: str, loader: Loader) -> None:
    """Add (or replace) a loader: given None it gives all its published rows; given codes, those of these places that are published."""
    _loaders[name] = loader


def unregister(name: str) -> None:
    """Take a loader away."""
    _loaders.pop(name, None)


def load(codes: Collection[str] | None = None) -> Iterator[PlaceRow]:
    """Rows of all loaders, in the order of registration."""
    for loader in list(_loaders.values()):
        yield from loader(codes)
