"""Knows how a place's name is shown: a name that says only what it is gets its commune, capitals are softened. The stored name never changes."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from maillage.base.text import fold
from maillage.referentials import selectors

# Words that say what a place is and not which one, as they are written in the middle of a name.
LIBRARY = ["bibliothèque", "bibliothèques", "médiathèque", "médiathèques", "ludothèque", "discothèque", "bibliobus", "médiabus", "point", "relais"]
NOUNS = [*LIBRARY, "mairie", "agence", "poste", "école", "annexe", "antenne", "centre", "espace", "maison", "service", "services", "foyer", "salle", "mission"]
NATURES = ["municipale", "municipal", "communale", "communal", "intercommunale", "intercommunal", "communautaire", "associative", "associatif", "publique"]
NATURES += ["public", "départementale", "départemental", "rural", "rurale", "numérique", "social", "culturel", "socioculturel", "ancienne", "primaire"]
NATURES += ["lecture", "postale", "prêt", "locale"]
COMMON = {fold(word): word for word in [*NOUNS, *NATURES, "France"]}
LIBRARY_WORDS = {fold(word) for word in LIBRARY}
NATURE_WORDS = {fold(word) for word in NATURES}
DEPARTMENTAL = {"departementale", "departemental"}
ARTICLES = {"le", "la", "les", "l"}
LINKS = {"de", "du", "des", "d", "et", "a", "au", "aux", "en", "sur", "sous", "pour", "dans", "par", "lès", "les"}
SMALL = LINKS | ARTICLES
WORD = re.compile(r"[^\W_]+")
TITLED_D = re.compile(r"(?<=\s)D['’](\w)")
VOWEL = re.compile("[AEIOUYÀ-ÖØ-Ý]")
NOT_A_NAME = re.compile(r"\s+(?:arrondissement|cedex\b.*)$", re.IGNORECASE)
ASPIRATED = re.compile(r"h(?:aut|am|ag|ang|arfl|av|oc|oer|oh|olt|onfl|oud|ouill|un|ombourg)")  # « de Houilles » but « d’Hyères »
WORDS_NOT_ACRONYMS = {"FABLAB", "FABRIQUE", "RESSOURCERIE", "PREVENTION", "PENSION", "PIMMS"}
OTHER_ACRONYMS = {"BDP", "EHPAD", "RERS", "IUT", "CNAM", "II", "III", "IV"}


folded = lru_cache(maxsize=32768)(fold)  # the same words come back in thousands of names


class Style(NamedTuple):
    """What a name as a whole tells of its words."""

    generic: bool  # says only what the place is
    capitals: bool  # written in capitals throughout
    loud: bool  # its proper words are in capitals


def display_name(name: str, kinds: Sequence[str], commune: str) -> str:
    """Name to show: "BIBLIOTHEQUE MUNICIPALE" in Uzès -> « Bibliothèque municipale d’Uzès »; other names keep their words."""
    return shown(" ".join(name.split()), tuple(kinds), " ".join(commune.split()))


@lru_cache(maxsize=65536)
def shown(name: str, kinds: tuple[str, ...], commune: str) -> str:
    words, soft = [folded(word) for word in WORD.findall(name)], soften(name)
    if not commune or not words:
        return soft
    if words == [folded(word) for word in WORD.findall(commune)]:
        return f"{selectors.label('kinds', kinds[0], language='fr')} {of(commune)}" if kinds and kinds[0] in selectors.vocabulary("kinds") else soft
    if not is_generic(name):
        return soft
    if DEPARTMENTAL & set(words):
        return f"{soft} ({soften_proper(commune)})"
    if "BIB" in kinds and selectors.by_standard("kinds", name) != "BIB" and not LIBRARY_WORDS & set(words):
        # A list of libraries that tells only where they stand: "Mairie", "École".
        return f"Bibliothèque {of(commune)} ({soft[0].lower()}{soft[1:]})"
    return f"{soft} {of(commune)}"


@lru_cache(maxsize=65536)
def is_generic(name: str) -> bool:
    """Does a name say only what the place is? "Mairie - Bibliothèque", "CCAS", "France services"."""
    return all(folded(word) in COMMON for word in WORD.findall(name)) or selectors.by_standard("kinds", name) is not None


@lru_cache(maxsize=65536)
def soften(name: str) -> str:
    """A name with sober capitals: common words in lower case with their accents; names in capitals softened, acronyms kept."""
    proper = [word for word in WORD.findall(name) if folded(word) not in COMMON and folded(word) not in SMALL]
    capitals = name.isupper() and len(name) > 4 and name not in acronyms()
    loud = capitals or any(len(word) > 4 for word in proper) and all(word.isupper() for word in proper)
    style = Style(generic=is_generic(name), capitals=capitals, loud=loud)
    text = TITLED_D.sub(lambda match: f"d’{match[1].upper()}", name)
    text = WORD.sub(lambda match: soften_word(match, style), text)
    return (text[:1].upper() + text[1:]).replace("'", "’")


def soften_word(match: re.Match[str], style: Style) -> str:
    word, plain = match.group(), folded(match.group())
    before = WORD.findall(match.string, 0, match.start())
    previous = folded(before[-1]) if before else ""
    if plain in COMMON and (style.capitals or style.generic or not word.isupper()):
        return COMMON[plain] if is_lower_there(word, plain, previous, style) else COMMON[plain].capitalize()
    if plain in ARTICLES and style.capitals:
        return word.lower() if previous and previous not in COMMON else word.capitalize()
    if plain in LINKS and before:
        return word.lower() if style.capitals or (word.istitle() and plain in ("de", "du", "des")) else word
    if not style.loud or not word.isupper() or word in acronyms() or not word.isalpha() or not VOWEL.search(word):
        return word
    return word.capitalize()


def is_lower_there(word: str, plain: str, previous: str, style: Style) -> bool:
    """A common word loses its capital beside another common word: « Bibliothèque municipale Louis Aragon », but « Centre social Le Point du Jour »."""
    if plain == "france" or not previous:
        return word.islower()
    return word.islower() or style.generic or (plain in NATURE_WORDS and previous in COMMON) or (style.capitals and previous in LINKS)


@lru_cache(maxsize=1)
def acronyms() -> frozenset[str]:
    """Names of kinds of places that are written in capitals."""
    codes = {code for code in selectors.vocabulary("kinds").codes if code.isupper() and code.isalpha()}
    return frozenset(codes - WORDS_NOT_ACRONYMS | OTHER_ACRONYMS)


def of(commune: str) -> str:
    """« de Lyon », « d’Uzès », « du Havre », « des Mureaux », « de La Rochelle »."""
    name = soften_proper(NOT_A_NAME.sub("", commune))
    for article, short in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return short + name[len(article) :]
    return f"d’{name}" if elides(name) else f"de {name}"


def elides(name: str) -> bool:
    """Does « de » lose its vowel before this name?"""
    start = fold(name[:8])
    if start[:1] == "h":
        return not ASPIRATED.match(start)
    if start[:1] == "y":
        return start[1:2] not in "aeiou"
    return start[:1] in ("a", "e", "i", "o", "u")


def soften_proper(name: str) -> str:
    """A commune's name; "LA CHAPELLE PALLUAU" -> "La Chapelle Palluau"."""
    return (WORD.sub(soften_proper_word, name) if name.isupper() else name).replace("'", "’")


def soften_proper_word(match: re.Match[str]) -> str:
    word = match.group()
    return word.lower() if match.start() and folded(word) in SMALL else word.capitalize()
