"""Knows how the name of a place is cleaned: one line, no stray sign around it. Its capitals stay: `directory.naming` shows them sober."""

import re
from functools import lru_cache

from maillage.base.text import fold
from maillage.ingestion.normalisers import text
from maillage.ingestion.remarks import NONE, Remark, Remarks

EDGES = re.compile(r"^[\s,;:/|*•·–—_-]+|[\s,;:/|*•·–—_-]+$")
AROUND = {'"': '"', "'": "'", "«": "»", "“": "”", "‘": "’"}
STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")  # a full stop behind a word, not behind "S.A.R.L." nor "etc."
REPEATED = re.compile(r"([,;:])(?:\s*\1)+")
ABOUT_THE_LIST = re.compile(
    r"^\W*(?:(?:sous[- ])?tota(?:l|ux)(?:\s+g[ée]n[ée]ral)?\s*:?\s*\d*\s*(?:lieux|structures|sites|points|lignes|[ée]tablissements)?\W*$"
    r"|nombre\s+(?:total\s+)?de\s|(?:source|note|nota bene|nb|légende|données|remarque)s?\s*:"
    r"|(?:dernière\s+)?(?:mise à jour|m[àa]j)\s*(?::|le\s|en\s|du\s|\d))",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def name(received: str, *, limit: int) -> tuple[str, Remarks]:
    """A place's name; "" when the cell says nothing ("NC", "-")."""
    flat, remarks = text.line(received, limit=limit)
    if says_nothing(flat):
        return "", (Remark("placeholder", raw=flat),) if fold(flat) else NONE
    bare = _bare(flat)
    if says_nothing(bare):
        return flat, remarks
    return bare, (*remarks, Remark("name_trimmed", raw=flat, kept=bare)) if bare != flat else remarks


def says_nothing(name: str) -> bool:
    """Is this name "NC", "-" or "."? One in another script folds to nothing and is a name."""
    return text.is_placeholder(name) and (bool(fold(name)) or not any(sign.isalnum() for sign in name))


def _bare(flat: str) -> str:
    """Without signs nor quotation marks around, until nothing changes."""
    if flat[:1].isalnum() and flat[-1:].isalnum() and not REPEATED.search(flat):
        return flat
    before = ""
    while before != flat:
        before = flat
        flat = STOP.sub("", EDGES.sub("", REPEATED.sub(r"\1", flat)))
        closing = AROUND.get(flat[:1])
        if closing and len(flat) > 2 and flat.endswith(closing) and not any(sign in flat[1:-1] for sign in (flat[0], closing)):
            flat = flat[1:-1].strip()
    return flat


def is_about_the_list(written: str) -> bool:
    """Would these words be a total or a note under the table ("Total : 42", "Source : enquête 2024"), if nothing else is in their row?"""
    return bool(ABOUT_THE_LIST.match(written))
