"""Text is cleaned without changing what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.ingestion.normalisers import text


@pytest.mark.parametrize(
    ("received", "kept"),
    [
        ("  Médiathèque \n\t Simone-Veil ", "Médiathèque Simone-Veil"),
        ("L&#39;&amp;quot;Étoile&amp;quot;", 'L\'"Étoile"'),
        ("Trie-ChÃ¢teau", "Trie-Château"),
        ("Fresnes-LÃ©guillon", "Fresnes-Léguillon"),
        ("nul\x00\u200b ici", "nul ici"),
        ("non\x02francophones, \x02illettrés\x1f", "non francophones, illettrés"),
        ("Ãle de RÃ©", "Ãle de Ré"),  # half broken: what is lost stays lost, the rest is repaired
        ("Bibliothèque de Trie-ChÃ¢teau", "Bibliothèque de Trie-Château"),  # sound beside broken
        ("lâ€™Ã‰toile", "l’Étoile"),
        ("MÃƒÂ©diathÃƒÂ¨que", "Médiathèque"),  # twice
        ("Ma&ccedil;on <b>ici</b><br>l&agrave;", "Maçon ici là"),
        ("SÃO TOMÉ, « café’” »", "SÃO TOMÉ, « café’” »"),  # sound: left alone
    ],
)
def test_line_is_clean_and_single(received: str, kept: str) -> None:
    assert text.line(received, limit=300)[0] == kept


def test_repaired_accents_are_remarked() -> None:
    assert [remark.rule for remark in text.line("Trie-ChÃ¢teau", limit=300)[1]] == ["text_decoded"]
    assert text.line("Trie-Château", limit=300)[1] == ()


def test_paragraphs_keep_lines_and_never_glue_words() -> None:
    kept, _remarks = text.paragraphs("jeux vidéo, etc\r\nPrendre rendez-vous<br/>par mail\n\n\n\n\nGratuit", limit=1000)

    assert kept == "jeux vidéo, etc\nPrendre rendez-vous\npar mail\n\nGratuit"


def test_summary_is_cut_at_a_word() -> None:
    kept, remarks = text.summary("Accompagnement " * 40, limit=280)

    assert len(kept) <= 280
    assert kept.endswith("Accompagnement…")
    assert [remark.rule for remark in remarks] == ["summary_cut"]


@pytest.mark.parametrize("cell", ["-", "NC", "n.c.", "@", "?", "Néant", "0", "", "#N/A"])
def test_placeholder_says_nothing(cell: str) -> None:
    assert text.is_placeholder(cell)


@pytest.mark.parametrize("cell", ["Numéro 1", "Mairie", "oui", "A"])
def test_words_are_no_placeholder(cell: str) -> None:
    assert not text.is_placeholder(cell)


@pytest.mark.parametrize(("cell", "kept"), [(None, ""), (True, "true"), (49650, "49650"), (8724.0, "8724"), (0.5, "0.5"), ("x", "x")])
def test_any_cell_reads_as_text(cell: object, kept: str) -> None:
    assert text.as_text(cell) == kept


@given(st.text())
def test_line_never_raises_and_is_settled(received: str) -> None:
    once, _remarks = text.line(received, limit=100)

    assert len(once) <= 100
    assert "\n" not in once
    assert once == once.strip()
    assert "\x00" not in once


@given(st.text(), st.integers(min_value=20, max_value=300))
def test_cut_never_exceeds_its_limit(received: str, limit: int) -> None:
    assert len(text.cut(received, limit)) <= limit
