"""Knows names by the beginnings of their words, so that a few letters find them without reading all names."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from maillage.territories.names import without_article

AFTER_LETTERS = "{"  # follows "z": no folded word begins with it


class Beginnings:
    """Folded names, each known by its position: the first are preferred."""

    def __init__(self, names: Sequence[str]) -> None:
        self.padded = [f" {name}" for name in names]
        self.forms = Sorted((form, i) for i, name in enumerate(names) for form in {name, without_article(name)})
        self.words = Sorted((word, i) for i, name in enumerate(names) for word in set(name.split()))

    def same(self, typed: str) -> list[int]:
        """Names that are these words, article apart."""
        return self.forms.between(typed, f"{typed} ")

    def beginning(self, typed: str) -> list[int]:
        """Names that begin so, article apart."""
        return self.forms.between(typed, typed + AFTER_LETTERS)

    def holding(self, typed: str) -> Iterator[int]:
        """Names that hold these words or beginnings of words, in this order."""
        pattern = typed.split()
        rarest = min(pattern, key=lambda word: self.words.count(word, word + AFTER_LETTERS))
        for i in self.words.between(rarest, rarest + AFTER_LETTERS):
            if holds_in_order(self.padded[i], pattern):
                yield i


class Sorted:
    """Positions by text, texts sorted."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(pairs)
        self.texts, self.positions = [text for text, _i in ordered], [i for _text, i in ordered]

    def count(self, first: str, after: str) -> int:
        """How many texts there are from one to before another."""
        return bisect_left(self.texts, after) - bisect_left(self.texts, first)

    def between(self, first: str, after: str) -> list[int]:
        """Positions of the texts from one to before another, ascending, each once."""
        return sorted(set(self.positions[bisect_left(self.texts, first) : bisect_left(self.texts, after)]))


def holds_in_order(padded: str, words: Iterable[str]) -> bool:
    start = 0
    for word in words:
        start = padded.find(f" {word}", start) + len(word) + 1
        if start <= len(word):
            return False
    return True
