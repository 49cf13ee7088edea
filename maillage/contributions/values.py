"""Knows how a partner writes values: the fields of a statement as a typed document, so that the API says what each may hold before it is sent."""

from collections.abc import Collection
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints, create_model

from maillage.directory.fields import FIELDS, INFERRED, LIST_LIMIT, Shape
from maillage.directory.fields import Field as Known
from maillage.directory.values import CLOSED, CONTACTS, RANGES, ROLES

Opinions = dict[str, bool]  # code of the vocabulary -> yes or no; a code left out: nothing is said of it


def one_of(words: Collection[str]) -> Any:
    """One of these words and no other."""
    return Literal[tuple(sorted(words))]


Contact = one_of(CONTACTS)
Role = one_of(ROLES)


class Document(Schema):
    """A document that refuses what it does not know."""

    model_config = {"extra": "forbid"}


class Phone(Document):
    """A telephone, and whether it is that of the service or of a person at work (then it is never published)."""

    number: str = Field(min_length=1, max_length=20, examples=["+33555520000"])
    contact: Contact  # type: ignore[valid-type]  # made from the table of the directory


class Email(Document):
    """An address, and whether it is that of the service or of a person at work (then it is never published)."""

    address: str = Field(min_length=3, max_length=254, examples=["mediatheque@exemple.fr"])
    contact: Contact  # type: ignore[valid-type]  # made from the table of the directory


class OfferIn(Document):
    """One service: offered or not, by whom, for whom."""

    concept: str = Field(max_length=60, description="code of /referentials/services")
    state: bool = Field(description="offered, or said not to be")
    provider: str = Field("", max_length=200)
    variant: str = Field("", max_length=60)
    role: Role = "own"  # type: ignore[valid-type]
    facets: dict[str, Opinions] = {}
    area: list[str] = Field([], max_length=LIST_LIMIT, description="territories where it is given at a distance (dep:23), fr for the whole country")


def written(known: Known) -> Any:
    """The type of a field in a document."""
    text = Annotated[str, StringConstraints(min_length=1, max_length=known.limit)]
    listed = Field(min_length=1, max_length=LIST_LIMIT)
    types: dict[Shape, Any] = {
        Shape.TEXT: one_of(CLOSED[known.name]) if known.name in CLOSED else text,
        Shape.NUMBER: Annotated[float, Field(ge=-RANGES[known.name], le=RANGES[known.name], allow_inf_nan=False)] if known.name in RANGES else float,
        Shape.FLAG: bool,
        Shape.PHONES: Annotated[list[Phone], listed],
        Shape.EMAILS: Annotated[list[Email], listed],
        Shape.TEXTS: Annotated[list[text], listed],
        Shape.ELEMENTS: Annotated[Opinions, listed],
        Shape.KEYED: Annotated[dict[str, text], listed],
        Shape.OFFERS: Annotated[list[OfferIn], listed],
    }
    return types[known.shape]


PROPOSED = tuple(known for known in FIELDS.values() if known.name != INFERRED)  # what a machine deduced is nobody's proposal

_fields: dict[str, Any] = {known.name: (written(known) | None, None) for known in PROPOSED}


class Values(create_model("Values", __base__=Document, **_fields)):  # type: ignore[misc]  # made from the table of fields
    """What is proposed: a field left out, nothing is said of it; `null`, there is none."""
