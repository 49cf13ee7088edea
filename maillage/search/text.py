"""Knows how words are looked up: which words a text holds, which ones a visitor asks, and what each place of a word is worth."""

from maillage.base.text import fold

WORD_LENGTH = 23  # letters beyond are not compared: words are stored in cells of fixed width
MAX_ASKED = 10  # words read from a visitor's text
MAX_TEXT = 300  # characters read from a visitor's text

# Relevance of a place = sum, over the words asked, of the best of these.
IN_NAME = 3
IN_ADDRESS = 2
IN_SERVICES = 1
WORTHS = (IN_SERVICES, IN_ADDRESS, IN_NAME)

SHORTEST_MISTAKEN = 5  # letters: shorter words resemble too many others to be corrected
SHORTEST_CORRECTION = SHORTEST_MISTAKEN - 1  # a letter was added

SAME_WORD = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
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


def typed_words(text: str) -> tuple[str, ...]:
    """The same while the text is being typed: the last word may still become a full one ("la" of "lamartine")."""
    words = words_of(text[:MAX_TEXT])
    return tuple(dict.fromkeys([word for word in words[:-1] if word not in EMPTY_WORDS] + words[-1:]))[-MAX_ASKED:]


def singular(word: str) -> str:
    """The word without its plural mark, or "" when it has none ("imprimantes" also finds "imprimante")."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else ""


def matches(asked: str, word: str) -> bool:
    """Does a stored word answer this asked word: same beginning, or its singular?"""
    return word.startswith(asked) or word == singular(asked)


def forms_to_correct(asked: str) -> list[str]:
    """The word and its singular, those long enough to be read otherwise; numbers and codes are never."""
    return [form for form in (asked, singular(asked)) if len(form) >= SHORTEST_MISTAKEN and form.isalpha()]


def is_correction(asked: str, word: str) -> bool:
    """May this stored word be what was meant: one mistake from the asked one, or from its singular?

    The rule of corrections: an asked word that no place holds, not even as a beginning, is read as the correction that most places hold
    (at equality, the first by letters). A word that places hold is never corrected.
    """
    if not word.isalpha() or word in EMPTY_WORDS:
        return False
    return any(is_one_mistake(form, word) for form in forms_to_correct(asked))


def is_one_mistake(one: str, other: str) -> bool:
    """Does one letter added, left out, replaced or exchanged with its neighbour part these two words?"""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    is_swap = a[:2] == b[1::-1] and len(a) > 1 and a[2:] == b[2:]
    return one != other and (a[1:] == b[1:] or a[1:] == b or a == b[1:] or is_swap)
