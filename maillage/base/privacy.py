"""Knows how a module declares what its tables hold. Each module lists its models in `privacy.py`; a test fails for a model without a line."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How close to a person the rows of a table come."""

    PUBLIC = "public"  # may be published as it is
    PROFESSIONAL = "professional"  # work of the network: not published, about no private life
    PERSONAL = "personal"  # says something of an identified person: purpose and retention are due


@dataclass(frozen=True)
class Privacy:
    """What a table is for the people it mentions."""

    kind: Kind
    purpose: str = ""
    kept: str = ""

    def __post_init__(self) -> None:
        if (self.kind == Kind.PERSONAL) != bool(self.purpose and self.kept):
            raise ValueError("A personal table, and only that, says its purpose and how long it is kept.")


PUBLIC = Privacy(Kind.PUBLIC)
PROFESSIONAL = Privacy(Kind.PROFESSIONAL)


def personal(*, purpose: str, kept: str) -> Privacy:
    """A table about identified persons."""
    return Privacy(Kind.PERSONAL, purpose, kept)
