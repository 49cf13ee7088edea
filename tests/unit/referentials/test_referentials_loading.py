"""A wrong vocabulary is refused with its file and line."""

from pathlib import Path
from textwrap import dedent

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from maillage.referentials import loading, selectors
from maillage.referentials.checks import check_vocabularies
from maillage.referentials.terms import ReferentialError

META = '[meta]\ntitle = "T"\nenglish_title = "E"\nversion = "1"\norigin = "ours"\nlicence = "ours"\nread_on = 2026-11-22\n'


def term(code: str, **extra: str) -> str:
    """A sound term of six lines, but for what is given."""
    values = {"label": "A", "public": "B", "english": "C", "english_public": "D"} | extra
    lines = [f"{key} = {value}" if value.startswith(("[", "{")) else f'{key} = "{value}"' for key, value in values.items()]
    return "\n".join(["[[term]]", f'code = "{code}"', *lines, ""])


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_sound_folder_loads(tmp_path):
    loaded = loading.load(folder(tmp_path, fruits=META + term("apple", label="Pomme") + term("red", label="Pomme rouge", parent="apple")))

    assert [child.code for child in loaded["fruits"].children("apple")] == ["red"]
    assert loaded["fruits"].root("red").code == "apple"


@pytest.mark.parametrize(
    ("text", "where", "fault"),
    [
        (META + term("a") + term("a"), ":14: ", "already used"),
        (META + term("a", public=" "), ":8: ", "public must be a text"),
        (META + term("a", english=""), ":8: ", "english must be a text"),
        (META + term("a", labell="x"), ":8: ", "unknown key 'labell'"),
        (META + term("a", parent="zz"), ":9: ", "parent 'zz' is not a first-level code"),
        (META + term("a", aliases="[1]"), ":8: ", "aliases must be a list of texts"),
        (META + term("a", crosswalk='{ nowhere = ["x"] }'), ":9: ", "no such file"),
        (META + term("a", crosswalk='{ wrong = ["x"] }'), ":9: ", "no code 'x'"),
        (META + term("a", crosswalk="{ wrong = 3 }"), ":8: ", "crosswalk must be"),
        (META + term("a") + term("b", aliases='["À"]', label="Z"), ":15: ", "'a' also means 'a'"),
        (META, ":1: ", "no [[term]]"),
        (META.replace('origin = "ours"\n', "") + term("a"), ":1: ", "origin"),
        ("[meta", ": ", "end of document"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path, text, where, fault):
    with pytest.raises(ReferentialError) as error:
        loading.load(folder(tmp_path, wrong=text))

    assert f"wrong.toml{where}" in str(error.value)
    assert fault in str(error.value)


def test_a_parent_must_be_of_the_first_level(tmp_path):
    text = META + term("a", label="1") + term("b", label="2", parent="a") + term("c", label="3", parent="b")

    with pytest.raises(ReferentialError, match=r"wrong\.toml:22: parent 'b'"):
        loading.load(folder(tmp_path, wrong=text))


def test_every_file_tells_its_fault_at_once(tmp_path):
    with pytest.raises(ReferentialError) as error:
        loading.load(folder(tmp_path, one=META, two=META))

    assert len(str(error.value).splitlines()) == 2


def test_an_external_file_needs_codes_and_labels_only(tmp_path):
    text = (
        META
        + "external = true\n"
        + dedent("""
        [[term]]
        code = "x"
        label = "X"
        """)
    )

    assert loading.load(folder(tmp_path, other=text))["other"].get("x").public == "X"


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(ReferentialError, match="no vocabulary here"):
        loading.load(tmp_path)


def test_a_wrong_file_stops_the_start_and_fails_the_check(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "DATA", folder(tmp_path, wrong=META + term("a") + term("a")))
    selectors.vocabularies.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match=r"wrong\.toml:14: code 'a' is already used"):
            apps.get_app_config("referentials").ready()
        assert [error.id for error in check_vocabularies(None)] == ["referentials.E001"]
    finally:
        monkeypatch.undo()
        selectors.vocabularies.cache_clear()


def test_ours_pass_the_check():
    assert check_vocabularies(None) == []
