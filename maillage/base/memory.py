"""Knows when Python should look for cycles to free less often."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

USUAL = gc.get_threshold()
SELDOM = (1_000_000, 50, 50)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """While a work makes many lasting objects and few cycles: the collector goes through them all, again and again, for nothing."""
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*USUAL)
