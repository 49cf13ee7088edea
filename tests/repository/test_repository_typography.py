"""French typography: put right by a tool, held by a test."""

import pytest

from tools import messages
from tools.typography import set_code_right, set_right, set_template_right


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("De quoi avez-vous besoin ?", "De quoi avez-vous besoin\u202f?"),
        ("L'aide", "L’aide"),
        ("« Bonjour »", "«\u202fBonjour\u202f»"),
        ("«Bonjour»", "«\u202fBonjour\u202f»"),
        ("Fichier : %(file)s", "Fichier\u202f: %(file)s"),
        ("%(file)s : illisible", "%(file)s\u202f: illisible"),
        ("Vraiment ?! Oui !", "Vraiment\u202f?! Oui\u202f!"),
        ("dep:23", "dep:23"),
        ("de 9:00 à 12:30", "de 9:00 à 12:30"),
        ("https://exemple.fr/?a=b", "https://exemple.fr/?a=b"),
        ("« %(value)s »", "«\u202f%(value)s\u202f»"),
        ("déjà\u202f: juste", "déjà\u202f: juste"),
        ('<a href="?a=b">ici</a> ; là', '<a href="?a=b">ici</a>\u202f; là'),
        ("A &amp; B", "A &amp; B"),
    ],
)
def test_set_right(typed: str, right: str) -> None:
    assert set_right(typed) == right
    assert set_right(right) == right


def test_only_texts_of_code_are_touched() -> None:
    code = 'x = {"a ?": _("é ?"), 1: _("b\\u202f?")}  # c ?\nngettext_lazy("%(n)s lieu !", "%(n)s lieux !", "n ?")\n'

    right = 'x = {"a ?": _("é\u202f?"), 1: _("b\u202f?")}  # c ?\nngettext_lazy("%(n)s lieu\u202f!", "%(n)s lieux\u202f!", "n\u202f?")\n'
    assert set_code_right(code) == right


def test_only_texts_of_templates_are_touched() -> None:
    page = '<p>a ?{% translate "Où ?" %}{% blocktranslate with n=x|default:"b ?" %}{{ n }} : oui{% endblocktranslate %}</p>'

    right = page.replace("Où ?", "Où\u202f?").replace("}} :", "}}\u202f:")
    assert set_template_right(page) == right


def test_texts_are_right() -> None:
    texts = [text for message in messages.today_texts() for text in (message.id if isinstance(message.id, (list, tuple)) else [message.id])]

    assert [text for text in texts if set_right(text) != text] == [], "run `make fix`"
