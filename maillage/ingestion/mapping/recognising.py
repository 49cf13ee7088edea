"""Knows the two marks by which a row may be recognised: its owner's identifier, and a fingerprint of its stable fields."""

from hashlib import blake2b

from maillage.base.text import fold
from maillage.ingestion.mapping.plan import Cells, Plan
from maillage.ingestion.normalisers.text import as_text

ID_LIMIT = 110  # characters, leaving room for a suffix within the 120 of a record id


def own_id(cells: Cells, plan: Plan) -> str:
    """The owner's identifier; "" when the row has none."""
    text = next((found for column in plan.record_id if (found := as_text(cells.get(column)).strip())), "")
    text = " ".join(text.removesuffix(".0").replace("\x00", "").split())
    return text if len(text) <= ID_LIMIT else f"#{digest(text)}"


def fingerprint(cells: Cells, plan: Plan) -> str:
    """A short mark of the stable fields, the same whatever capitals, accents and signs."""
    return f"~{digest('|'.join(fold(as_text(cells.get(column))) for column in plan.fingerprint))}"


def digest(text: str) -> str:
    """A short mark of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
