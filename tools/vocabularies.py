"""Knows how the page of the vocabularies is written from their data files.

Usage: python tools/vocabularies.py   (writes docs/reference/vocabularies.md again)
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from maillage.referentials.loading import load
from maillage.referentials.terms import Vocabulary

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "vocabularies.md"
TITLES = {
    "services": "ce qu’on peut y faire",
    "equipment": "ce qu’on y trouve",
    "kinds": "quelle sorte de lieu",
    "audiences": "pour qui",
    "who_may_come": "qui peut venir",
    "care": "besoins particuliers auxquels on sait répondre",
    "costs": "combien cela coûte",
    "access": "comment venir",
    "support": "comment on y est aidé",
    "level": "à quel niveau",
    "languages": "en quelles langues",
    "itinerance": "le lieu se déplace-t-il",
    "programmes": "dispositifs publics",
    "labels": "labels nationaux et locaux",
    "roles": "part prise dans un service rendu par un autre ; seulement `role` dans `[[offers]]`",
    "needs": "ce que viennent chercher les habitants ; sert à la recherche, ne s’écrit pas dans une correspondance",
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
    links = ", ".join(f"[`{name}`](#{name})" for name in TITLES)
    return "\n".join([HEAD, links, "", *(line for name, title in TITLES.items() for line in part(known[name], title))])


def part(vocabulary: Vocabulary, title: str) -> Iterator[str]:
    yield from (f"## `{vocabulary.name}`", title[0].upper() + title[1:] + ".", "", "| code | libellé | mots du public |", "|---|---|---|")
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
