"""Templates: all used, every variable defined, nothing inline, every text translated."""

import re

import pytest
from django.template import engines
from django.template.loader import get_template

from tests.source import PACKAGE, modules, name_of, templates
from tools import messages

BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "410.html", "500.html"}  # Django finds these by itself
GRAMMAR_DIFFERS = {"près {of_place}"}  # English needs the name without its preposition, and the code gives both
OF_OTHERS = ("account/", "admin/")  # we replace a template of a package, under its name


def loaded_name(path: str) -> str:
    return path.split("templates/", 1)[1]


def test_no_template_is_unused() -> None:
    sources = "\n".join([*(file.read_text(encoding="utf-8") for file in modules()), *(file.read_text(encoding="utf-8") for file in templates())])
    names = {loaded_name(name_of(file)) for file in templates()}
    unused = {name for name in names if name not in BY_NAME and name not in sources and not name.startswith(OF_OTHERS)}

    assert {name for name in unused if not re.search(rf"{re.escape(name.rsplit('/', 1)[0])}/[^\"']*[%{{]", sources)} == set()


def test_templates_compile() -> None:
    for file in templates():
        get_template(loaded_name(name_of(file)))


def test_templates_carry_nothing_inline() -> None:
    inline = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\b(?:src=|type=\"application/ld\+json\"))|javascript:", re.IGNORECASE)

    served = [file for file in templates() if file.name != "report.html" or "ingestion" not in file.parts]  # a report is a file that opens alone, from a disk
    assert [f"{name_of(file)}: {found[0]}" for file in served if (found := inline.search(file.read_text(encoding="utf-8")))] == []


def test_undefined_variable_in_a_template_of_ours_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    template = engines["django"].from_string("{{ no_such_name }}")
    assert template.render({}) == ""

    for node in template.template.nodelist:  # type: ignore[attr-defined]
        monkeypatch.setattr(node.origin, "name", str(PACKAGE / "web" / "templates" / "web" / "planted.html"))
    with pytest.raises(AssertionError, match=r"no_such_name.*planted\.html"):
        template.render({})
    assert engines["django"].from_string("{% if no_such_name %}a{% endif %}").render({}) == ""


@pytest.mark.slow
def test_texts_are_collected() -> None:
    kept, today = messages.read(messages.ENGLISH), messages.today_texts()

    assert {message.id for message in today} == {message.id for message in kept}, "run `make messages`"
    assert messages.as_bytes(messages.collect()) == messages.ENGLISH.read_bytes(), "run `make messages`"


def test_texts_are_translated() -> None:
    assert [message.id for message in messages.untranslated(messages.read(messages.ENGLISH))] == []


def test_translations_keep_their_holes() -> None:
    """A text and its translation name the same variables."""
    hole = re.compile(r"%\((\w+)\)|\{(\w*)\}")
    wrong = []
    for message in messages.read(messages.ENGLISH):
        originals = message.id if isinstance(message.id, (list, tuple)) else [message.id]
        if GRAMMAR_DIFFERS & set(originals):
            continue
        for original, text in zip(originals, messages.texts_of(message), strict=False):
            if (
                message.id
                and text
                and set(hole.findall(text)) - set(hole.findall("".join(originals))) | (set(hole.findall(original)) - set(hole.findall(text)))
            ):
                wrong.append(original)

    assert wrong == []
