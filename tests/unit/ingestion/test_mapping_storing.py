"""Mappings of an instance: checked, written whole, their versions kept, and chosen before the shipped ones."""

from pathlib import Path
from typing import Any

import pytest

from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping import loading, storing

TEXT = '[list]\nlabel = "Liste"\nid = "id"\n[fields]\nname = "nom"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "sources"


def test_a_mapping_is_kept_with_its_former_versions(folder: Path) -> None:
    for text in (TEXT, TEXT, TEXT + "# deux\n", TEXT + "# trois\n"):
        storing.save("ma-liste", text)

    assert storing.read("ma-liste") == TEXT + "# trois\n"
    assert [version.number for version in storing.versions("ma-liste")] == [1, 2, 3]
    assert storing.versions("ma-liste")[0].text == TEXT
    assert sorted(file.name for file in folder.iterdir()) == ["ma-liste.1.toml", "ma-liste.2.toml", "ma-liste.toml"]
    assert storing.versions("ma") == []


@pytest.mark.parametrize(
    ("key", "text"), [("../x", TEXT), ("X", TEXT), ("x", "[list"), ("x", '{"commune": 1}'), ("x", TEXT + "#" * storing.LONGEST), ("x", "")]
)
def test_what_is_no_mapping_is_not_kept(folder: Path, key: str, text: str) -> None:
    with pytest.raises(WrongMapping):
        storing.save(key, text)

    assert not folder.exists()


def test_a_national_mapping_may_be_kept_too() -> None:
    storing.save("x", '{"nom": {"colonne": "n"}}')

    assert loading.compile_text(storing.read("x"), name="x").takes["name"].columns == ("n",)


def test_the_mapping_kept_comes_after_the_given_and_before_the_shipped() -> None:
    storing.save("corse", TEXT)

    assert loading.choose("corse", "[list]", "", ()).text == "[list]"
    assert loading.choose("corse", None, "ancienne", ()).text == TEXT
    assert loading.choose("angers", None, "ancienne", ()).name == "angers.toml"


def test_a_file_that_is_not_utf8_is_refused_with_the_remedy(folder: Path) -> None:
    folder.mkdir()
    file = folder / "x.toml"
    file.write_bytes(TEXT.replace("Liste", "Été").encode("cp1252"))

    with pytest.raises(WrongMapping, match="UTF-8"):
        loading.read_mapping(file)
    with pytest.raises(WrongMapping, match="UTF-8"):
        storing.read("x")
