"""Knows how the page of the vocabularies is written from their data files.

Usage: python tools/vocabularies.py   (writes docs/reference/vocabularies.md again)
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from maillage.referentials.loading import load
from maillage.referentials.terms import Vocabulary

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "vocabularies.md"
NAMES = (
    "services", "equipment", "kinds", "accessibility", "audiences", "who_may_come", "care", "costs", "access", "support", "level", "languages",
    "itinerance", "programmes", "labels", "roles", "needs",
)  # fmt: skip
NOTES = {
    "roles": "Seulement `role` dans `[[offers]]`.",
    "needs": "Sert à la recherche, ne s’écrit pas dans une correspondance.",
}
HEAD = """# Vocabularies

*Written from the data files by `python tools/vocabularies.py`: do not edit. `maillage mapping codes [VOCABULARY]` prints the same.*

Les codes à écrire dans une [correspondance](mapping.md), leur libellé, et les mots que lit le public.
Partout où un code est attendu, son libellé convient aussi.
Un code précédé de ↳ précise celui d’au-dessus.

Codes to write in a [mapping](mapping.md), their French label, and the words that residents read. A label does wherever a code is expected.
A code after ↳ is a part of the one above.

Un code vaut dans sa partie seulement : `wifi` s’écrit sous `[[equipment]]`, `securite` sous `[[services]]`.
Les parties `[[receives_public]]` et `[[address_hidden]]` n’ont pas de code ; celui de `[[state]]` est `open`, `closed` ou `gone`.
"""


def page() -> str:
    """The whole page."""
    known = load()
    links = ", ".join(f"[`{name}`](#{name})" for name in NAMES)
    return "\n".join([HEAD, links, "", *(line for name in NAMES for line in part(known[name]))])


def part(vocabulary: Vocabulary) -> Iterator[str]:
    said = " ".join([f"{vocabulary.meta.title}.", *([NOTES[vocabulary.name]] if vocabulary.name in NOTES else [])])
    yield from (f"## `{vocabulary.name}`", said, "", "| code | libellé | mots du public |", "|---|---|---|")
    for first in vocabulary:
        if not first.parent:
            yield f"| `{first.code}` | {first.label} | {first.public} |"
            yield from (f"| ↳ `{term.code}` | {term.label} | {term.public} |" for term in vocabulary.children(first.code))
    yield ""


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
