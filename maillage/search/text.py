"""Knows how words are looked up: which words a text holds, which ones a visitor asks, and what each place of a word is worth."""

from maillage.base.text import fold

WORD_LENGTH = 23  # letters beyond are not compared: words are stored in cells of fixed width
MAX_ASKED = 10  # words read from a visitor's text
MAX_TEXT = 300  # characters read from a visitor's text

# Relevance of a place = sum, over the words asked, of the best of these.
IN_NAME = 3
IN_ADDRESS = 2
IN_SERVICES = 1

SAME_WORD = {"st": "saint", "ste": "sainte"}
EMPTY_FRENCH = (
    "a au aux avec ce ces d dans de des du en et il j je l la le les leur ma mes mon n ne ou par pas pour qu que qui s sa se ses son sur un une veux voudrais"
)
EMPTY_ENGLISH = "an and at for i in my of on or the to want with"
EMPTY_WORDS = frozenset(EMPTY_FRENCH.split() + EMPTY_ENGLISH.split())


def words_of(text: str) -> list[str]:
    """Folded words of a text, "st" written "saint", cut at 23 letters."""
    return [SAME_WORD.get(word, word)[:WORD_LENGTH] for word in fold(text).split()]


def asked_words(text: str) -> tuple[str, ...]:
    """Words that a visitor's text asks for, each once; empty words ("de", "pour") only when there is nothing else."""
    words = list(dict.fromkeys(words_of(text[:MAX_TEXT])))
    return tuple([word for word in words if word not in EMPTY_WORDS] or words)[:MAX_ASKED]


def singular(word: str) -> str:
    """The word without its plural mark, or "" when it has none ("imprimantes" also finds "imprimante")."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else ""


def matches(asked: str, word: str) -> bool:
    """Does a stored word answer this asked word: same beginning, or its singular?"""
    return word.startswith(asked) or word == singular(asked)
