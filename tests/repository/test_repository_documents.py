"""What is written about the code agrees with it: settings, commands, words, changes; and tells nothing of where it was made."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from maillage.ingestion.checking import check_file
from maillage.ingestion.formats.table import MAX_BYTES
from maillage.web.verify.receiving import LARGEST
from tests.source import PACKAGE, ROOT, name_of, text_files
from tools import vocabularies

REFERENCE = ROOT / "docs" / "reference"
ELSEWHERE = re.compile(  # where packages come from on one machine is nobody else's business; parted so that this file is no exception
    r"(?<![\w.])(?:"
    + "|".join(["registry" + r"\.npmjs", "pypi" + r"\.org", "pythonhosted" + r"\.org", "deb" + r"\.debian\.org", "npm" + "mirror", "file" + ":///opt"])
    + ")"
    r"|(?<![\w.])/(?:" + "work" + r"|tmp/w)(?:/|\b(?![\w-]))"
)
NOT_TEXT = {".sqlite3", ".png", ".jpg", ".woff2", ".gz", ".mo", ".pyc", ".xz", ".npy"}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def headings(page: Path) -> set[str]:
    """Words set in code in the headings of a page."""
    return {word for line in read(page).splitlines() if line.startswith("#") for word in re.findall(r"`([^`]+)`", line)}


def settings_read() -> set[str]:
    return set(re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", read(PACKAGE / "config" / "settings.py"))) | {"SECRET_KEY"}


def own_commands() -> set[str]:
    return {f"maillage {file.stem}" for file in PACKAGE.glob("*/management/commands/*.py") if not file.stem.startswith("_")}


def test_each_setting_is_documented_and_no_other() -> None:
    assert headings(REFERENCE / "settings.md") == settings_read()


def test_environment_is_read_in_settings_only() -> None:
    readers = [name_of(file) for file in PACKAGE.rglob("*.py") if re.search(r"os\.environ\[|os\.environ\.get\(|os\.getenv", read(file))]

    assert readers == []


def test_each_command_is_documented_and_no_other() -> None:
    assert headings(REFERENCE / "commands.md") == own_commands()


def test_each_make_target_says_what_it_does() -> None:
    makefile = read(ROOT / "Makefile")
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]

    assert targets == set(re.findall(r"^([a-z-]+):.*?  ## ", makefile, re.MULTILINE))


def test_changelog_knows_this_version() -> None:
    version = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    changelog, upgrading = read(ROOT / "CHANGELOG.md"), read(ROOT / "UPGRADING.md")

    assert re.search(rf"^## (?:{re.escape(version)}\b|Unreleased)", changelog, re.MULTILINE)
    assert re.search(rf"^## {re.escape(version)}\b", upgrading, re.MULTILINE)


def glossary() -> list[tuple[str, list[str], bool]]:
    """(French, code words, is still to come) of each line of the table."""
    rows = re.findall(r"^\| ([^|`]+?) \| (.+?) \|", read(ROOT / "GLOSSARY.md"), re.MULTILINE)
    return [(french, re.findall(r"`([^`]+)`", words), "à venir" in words) for french, words in rows if "`" in words]


def is_named(word: str) -> bool:
    """Does the code hold this class, name or module?"""
    definition = re.compile(rf"^\s*(?:class {word}\b|def {word}\b|{word}\b\s*[:=])", re.MULTILINE)
    return any(word in {file.stem, file.parent.name} or definition.search(read(file)) for file in PACKAGE.rglob("*.py"))


@pytest.mark.slow
def test_words_of_the_glossary_are_those_of_the_code() -> None:
    table = glossary()
    assert len(table) >= 20

    assert [word for _french, words, coming in table for word in words if not coming and not is_named(word)] == []
    assert [word for _french, words, coming in table for word in words if coming and is_named(word)] == [], "no longer to come"
    french = [term for term, _words, _coming in table]
    assert len(french) == len(set(french)), "one English word per French term"


@pytest.mark.slow
def test_nothing_tells_where_it_was_made() -> None:
    wrong = []
    for file in text_files():
        if file.suffix not in NOT_TEXT and (found := ELSEWHERE.search(file.read_text(encoding="utf-8", errors="replace"))):
            wrong.append(f"{name_of(file)}: {found[0]}")

    assert wrong == []


def test_locks_hold_hashes_and_no_address() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = read(lock)
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")
    assert '"resolved"' not in read(ROOT / "package-lock.json")


def test_lock_agrees_with_what_is_asked() -> None:
    asked = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["dependencies"]
    locked = read(ROOT / "requirements.lock")
    names = {re.split(r"[\[<>=~!; ]", line, maxsplit=1)[0] for line in asked}

    assert {name for name in names if not re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)} == set()


def test_each_dependency_gives_its_reason() -> None:
    lines = re.search(r"^dependencies = \[\n(.*?)^\]", read(ROOT / "pyproject.toml"), re.MULTILINE | re.DOTALL)
    assert lines

    assert [line for line in lines[1].splitlines() if "#" not in line] == []
    assert len(lines[1].splitlines()) <= 25


def test_decisions_are_numbered_and_say_why() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert [page.name for page in pages if not {"## Context", "## Decision", "## Consequences"} <= set(read(page).splitlines())] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *PACKAGE.glob("*/README.md")]
    broken = [
        f"{name_of(page)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", read(page))
        if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()
    ]

    assert broken == []


def test_the_page_of_vocabularies_is_that_of_the_data() -> None:
    """`python tools/vocabularies.py` writes it again."""
    assert read(vocabularies.PAGE) == vocabularies.page()
    assert set(vocabularies.NAMES) == {one.name for one in vocabularies.load().values() if not one.meta.external}


@pytest.mark.parametrize("page", ["importer-une-liste.md", "import-a-list.md"])
def test_the_whole_example_of_the_guide_gives_what_it_says(page: str) -> None:
    text = re.split(r"## (?:Un exemple entier|A whole example)\n", read(ROOT / "docs" / "guides" / page))[1]
    listed, mapping = re.findall(r"```(?:csv|toml)\n(.*?)```", text, re.DOTALL)[:2]
    told = re.search(r"# (\d) (?:lignes lues|rows read), (\d) (?:gardées|kept), (\d) (?:utilisables|usable)", text)
    assert told

    counts = check_file(listed.encode(), mapping=mapping, today=date(2026, 11, 24)).counts()

    assert [counts["read"], counts["kept"], counts["usable"]] == [int(count) for count in told.groups()]


@pytest.mark.parametrize(("page", "unit"), [("importer-une-liste.md", "Mo"), ("import-a-list.md", "MB")])
def test_the_guide_tells_the_limits_that_hold(page: str, unit: str) -> None:
    text = read(ROOT / "docs" / "guides" / page)

    assert f"{MAX_BYTES // 1_000_000} {unit} ({LARGEST // 1_000_000} {unit} " in text
