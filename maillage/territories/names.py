"""Knows how the name of a commune is written by people: saints, articles, CEDEX, arrondissements. One folding for storing and for asking."""

import re

from maillage.base.text import fold

ABBREVIATIONS = {"st": "saint", "sts": "saints", "ste": "sainte", "stes": "saintes", "s": "sur", "ss": "sous"}
ARTICLES = ("l", "la", "le", "les", "los")
ARTICLES_BEFORE = tuple(f"{article} " for article in ARTICLES)
CEDEX = re.compile(r" cedex( \d{1,2})?$")
NUMBERED = re.compile(r"^(paris|lyon|marseille) \d{1,2}( ?(e|er|re|eme|ere|ieme))?( arr(ondissement)?)?$")
PARENTHESIS = re.compile(r"\([^)]*\)")


def fold_name(text: str) -> str:
    """Folded name with its abbreviations written out ("St-Étienne s/ Usson" -> "saint etienne sur usson")."""
    words = fold(text).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def without_article(folded: str) -> str:
    """A folded name without its first article ("la souterraine" -> "souterraine")."""
    return folded.partition(" ")[2] if folded.startswith(ARTICLES_BEFORE) else folded


def other_keys(name: str, folded: str) -> list[str]:
    """Shorter forms under which a name is also filed: without its article, without what stands in parentheses."""
    short = without_article(folded)
    keys = [short] if short != folded else []
    return [*keys, fold(PARENTHESIS.sub("", name))] if "(" in name else keys


def bare(folded: str) -> str:
    """A folded name without CEDEX nor the number of an arrondissement ("lyon 3e arrondissement" -> "lyon")."""
    folded = CEDEX.sub("", folded)
    numbered = NUMBERED.match(folded)
    return numbered.group(1) if numbered else folded


def asked_keys(text: str) -> tuple[str, ...]:
    """Folded forms to look a written name up by, most faithful first ("Souterraine (La) CEDEX" -> "la souterraine")."""
    exact = fold_name(text)
    plain = bare(exact)
    keys = [exact, plain]
    rest, _, last = plain.rpartition(" ")
    if last in ARTICLES and rest:  # "SOUTERRAINE LA", as old lists sort it
        keys.append(f"{last} {rest}")
    if "(" in text:
        keys.append(fold_name(PARENTHESIS.sub("", text)))
    keys.append(without_article(plain))
    return tuple(dict.fromkeys(key for key in keys if key))
