"""Knows how French texts become English ones: collected from code and templates, translated in one file, compiled. Needs no system gettext.

Usage: python tools/messages.py collect | compile | missing
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "maillage"
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # a date in the file would make every collection a change

FUNCTIONS = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
KEYWORDS = {"_": None, "gettext_noop": None} | FUNCTIONS | {f"{name}_lazy": spec for name, spec in FUNCTIONS.items()}
TEXT = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
CALL = re.compile(rf"(?<!\w)(?P<function>_|n?p?gettext)\((?P<texts>\s*{TEXT}(?:\s*,\s*{TEXT})*)", re.DOTALL)

Found = tuple[str, str | tuple[str, str], str | None]  # file, text (singular, plural), context


def collect() -> Catalog:
    """The English catalogue with every text of today's code: new ones untranslated, vanished ones dropped."""
    catalog = read(ENGLISH)
    catalog.update(today_texts(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = LONG_AGO
    catalog.header_comment = "# English of Maillage. French is in the source; `make messages` collects it."
    catalog.project, catalog.version, catalog.last_translator, catalog.language_team = "Maillage", "", "", ""
    catalog.msgid_bugs_address, catalog.fuzzy = "", False
    return catalog


def today_texts() -> Catalog:
    texts = Catalog()
    for file, text, context in sorted([*in_code(), *in_templates()], key=lambda found: (found[0], str(found[1]))):
        texts.add(text, locations=[(file, 0)], context=context)
    return texts


def in_code() -> Iterator[Found]:
    for file in sorted(PACKAGE.rglob("*.py")):
        for _line, text, _comments, context in extract_from_file("python", file, keywords=KEYWORDS):
            yield (name_of(file), text if isinstance(text, str) else (text[0], text[1]), context)


def in_templates() -> Iterator[Found]:
    from django.utils.translation.template import templatize

    for file in sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        for call in CALL.finditer(templatize(file.read_text(encoding="utf-8"), origin=str(file))):
            texts = [ast.literal_eval(text) for text in re.findall(TEXT, call["texts"], re.DOTALL)]
            context = texts.pop(0) if "p" in call["function"].removesuffix("gettext") else None
            yield (name_of(file), (texts[0], texts[1]) if call["function"].startswith("n") else texts[0], context)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def read(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as stream:
        return read_po(stream, locale="en")


def as_bytes(catalog: Catalog) -> bytes:
    """The file as kept: without line numbers, so that moving code changes nothing."""
    stream = BytesIO()
    write_po(stream, catalog, width=0, sort_output=True, include_lineno=False, omit_header=False)
    return stream.getvalue()


def compile_all() -> None:
    """Write the .mo file that Django reads. Git ignores it."""
    target = ENGLISH.with_suffix(".mo")
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as stream:
        write_mo(stream, read(ENGLISH))
    draft.replace(target)


def untranslated(catalog: Catalog) -> list[Message]:
    """Entries without English, whole or in part, or that only look alike."""
    return [message for message in catalog if message.id and (message.fuzzy or not all(texts_of(message)))]


def texts_of(message: Message) -> list[str]:
    return [text or "" for text in message.string] if isinstance(message.string, (list, tuple)) else [message.string or ""]


def main(arguments: list[str]) -> int:
    match arguments:
        case ["collect"]:
            ENGLISH.parent.mkdir(parents=True, exist_ok=True)
            catalog = collect()
            ENGLISH.write_bytes(as_bytes(catalog))
            print(f"{name_of(ENGLISH)}: {len(catalog)} texts, {len(untranslated(catalog))} to translate")
        case ["compile"]:
            compile_all()
        case ["missing"]:
            for message in untranslated(read(ENGLISH)):
                print(message.id)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    from django.conf import settings

    settings.configure()  # templates are read as text: no setting matters
    sys.exit(main(sys.argv[1:]))
