"""Knows how what names or reaches a person is taken out of a text: the smallest part that tells, the rest is kept."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from maillage.base.text import fold
from maillage.directory.people import contacts
from maillage.directory.people.reading import WORD, Span, is_of_a_place, words_of
from maillage.directory.people.telling import persons_in

MARK = "[…]"  # stands for what was taken out of a sentence
EMAIL = re.compile(r"[\w.+'’-]*\w(?:@|\s*[\[({]\s*(?:a|at|arobase|@)\s*[\])}]\s*)\w[\w-]*(?:\s?\.\s?\w[\w-]*)+", re.IGNORECASE)
AT = re.compile(r"\s*[\[({]\s*(?:a|at|arobase|@)\s*[\])}]\s*", re.IGNORECASE)
LOCAL = re.compile(r"@|\s*[\[({]")  # after it, the domain
NUMBER = re.compile(r"(?<![\d+])(?:(?:\+|00)\s?\d{2,3}[\s.-]*(?:\(0\))?[\s.-]*|0\s?)[1-9](?:[\s.\-\u00a0\u202f]*\d\d){4}(?!\d)")
BESIDE = 60  # signs at most between a name and a number that is theirs
SENTENCE = re.compile(r"[.!?]\s|\n|//")
SUSPECT = re.compile(r"@|arobase|\((?:a|at)\)|\[(?:a|at)\]|\d\d[\s.\-\u00a0\u202f]?\d\d[\s.\-\u00a0\u202f]?\d\d", re.IGNORECASE)
SOCIAL = re.compile(r"(?:^|\.)(?:facebook|fb|linkedin|twitter|x|instagram|calendly|tiktok|youtube|viadeo|doctolib|cal|framacalc|malt)\.\w+$")
PEOPLE_PATHS = frozenset({"in", "people", "profile", "pub", "user", "users", "channel", "c"})
WHATSAPP = re.compile(r"(?:^|\.)(?:wa\.me|api\.whatsapp\.com|signal\.me|t\.me)$")
EDGES = " \t\n\u00a0\u202f,;:/|–—-([·&"
EMPTY = re.compile(r"\s*[\[(]\s*[\])]")


@lru_cache(maxsize=65_536)
def without_persons(text: str, *, ours: str = "", known: frozenset[str] = frozenset()) -> str:
    """Sentences without what names or reaches a person, `[…]` in its place; "" when nothing else was said.

    `ours`: names of the place, that are nobody's. `known`: e-mails, and last nine figures of numbers, that are the service's.
    """
    spans = told(text, ours=ours, known=known, prose=True)
    if not spans:
        return text
    left, last = "", 0
    for span in merged(spans, text):
        left += text[last : span.start] + MARK
        last = span.stop
    left += text[last:]
    return left.strip() if says_something(left) else ""


@lru_cache(maxsize=65_536)
def name_without_persons(text: str, *, known: frozenset[str] = frozenset(), of_a_provider: bool = False) -> str:
    """The name or the address of a place without what names or reaches a person, with no trace of it; "" when nothing is left.

    A name that is only a person's is kept: nine times in ten it is the name of a library ("Germaine Tillion"); not that of a provider.
    """
    spans = told(text, ours="", known=known, prose=of_a_provider)
    if not spans:
        return text
    parts, last = [], 0
    for span in merged(spans, text):
        parts.append(without_cue(text[last : span.start]))
        last = span.stop
    parts.append(text[last:].lstrip(" ,;:/|–—-."))
    return trimmed(EMPTY.sub("", " ".join(part for part in parts if part)))


def told(text: str, *, ours: str, known: frozenset[str], prose: bool) -> list[Span]:
    """Parts of a text that name or reach a person, in order."""
    emails = [Span(*each.span()) for each in EMAIL.finditer(text) if reaches_a_person(each.group(), known)] if SUSPECT.search(text) else []
    told_by_names = [*persons_in(text, ours=ours, prose=prose), *named_by(emails, text)]
    names = [span for span in told_by_names if not any(email.start <= span.start < email.stop for email in emails)]
    numbers = [each for each in NUMBER.finditer(text) if figures(each.group()) not in known] if names or emails or not prose else []
    theirs = [Span(*each.span()) for each in numbers if is_beside(each, text, names) or (is_mobile(each) and (not prose or is_beside(each, text, emails)))]
    return sorted([*names, *emails, *theirs])


def named_by(emails: Iterable[Span], text: str) -> Iterator[Span]:
    """The words of a text that are those of somebody's address: "gaetan lemarchal (gaetan.lemarchal@…)"."""
    tokens = {token for span in emails for part in re.split(r"[._+-]+", LOCAL.split(text[span.start : span.stop])[0]) if len(token := fold(part)) > 2}
    for word in WORD.finditer(text) if tokens else ():
        if tokens.intersection(fold(word.group()).split()) and not is_of_a_place(fold(word.group())):
            yield Span(*word.span())


def reaches_a_person(address: str, known: frozenset[str]) -> bool:
    plain = re.sub(r"\s", "", AT.sub("@", address)).lower().strip(".")
    return plain not in known and contacts.of_email(plain) == "person"


def is_beside(number: re.Match[str], text: str, persons: Iterable[Span]) -> bool:
    """Is a number beside the name of a person, in the same sentence?"""
    for person in persons:
        first, second = sorted([person, Span(*number.span())])
        between = text[first.stop : second.start]
        if len(between) <= BESIDE and not SENTENCE.search(between):
            return True
    return False


def is_mobile(number: re.Match[str]) -> bool:
    return figures(number.group())[0] in "67"


def figures(number: str) -> str:
    """The last nine figures of a number, however it is written."""
    return "".join(sign for sign in number if sign.isdigit())[-9:]


def merged(spans: list[Span], text: str) -> list[Span]:
    """Spans that only signs part, or that overlap, become one."""
    kept: list[Span] = []
    for span in spans:
        if kept and not any(sign.isalnum() for sign in text[kept[-1].stop : span.start]) and "\n" not in text[kept[-1].stop : span.start]:
            kept[-1] = Span(kept[-1].start, max(kept[-1].stop, span.stop))
        else:
            kept.append(span)
    return kept


def says_something(left: str) -> bool:
    """Is there a word left, but those that announce a person?"""
    announcing = words_of("asking") | words_of("functions") | words_of("between") | words_of("with") | {"tel", "telephone", "mail", "mobile", "portable"}
    return any(word not in announcing for word in fold(left.replace(MARK, " ")).split())


def without_cue(text: str) -> str:
    """The beginning of a name without the words that announced a person: "Mairie (contact :" -> "Mairie"."""
    left = text.rstrip(EDGES + ".")
    cues = words_of("asking") | words_of("with") | {"de", "du", "tel", "mobile", "portable"}
    while left and fold(last := left.split()[-1]) in cues | {"aupres"}:
        left = left[: left.rindex(last)].rstrip(EDGES + ".")
    return left


def trimmed(text: str) -> str:
    """A name without doubled spaces, stray signs at its ends, or half a pair of brackets."""
    plain = re.sub(r"\s+([,)])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip(EDGES + ".")
    return plain.replace(")", "") if "(" not in plain else plain if ")" in plain else plain.replace("(", "")


@lru_cache(maxsize=65_536)
def url_names_a_person(url: str) -> bool:
    """Does an address of the web name or reach a person: an e-mail or a name in it, the page of somebody on a network, a number to write to?"""
    plain = unquote(url)
    if plain.lower().startswith("mailto:") or any(contacts.of_email(each.group().lower()) == "person" for each in EMAIL.finditer(plain)):
        return contacts.of_email(plain.lower().removeprefix("mailto:").partition("?")[0]) == "person" or not plain.lower().startswith("mailto:")
    try:
        host, path = urlsplit(plain).hostname or "", urlsplit(plain).path
    except ValueError:
        return False
    if WHATSAPP.search(host):
        return True
    parts = [part for part in path.split("/") if part]
    handles = [part for part in parts if part.lower() not in PEOPLE_PATHS]
    if host.endswith("linkedin.com") and parts[:1] == ["in"]:
        return True
    return bool(SOCIAL.search(host)) and bool(handles) and is_a_handle_of_a_person(handles[0])


def is_a_handle_of_a_person(handle: str) -> bool:
    """A first name and another word, in either order, of no service: "sophie.bernard.92"."""
    tokens = [token for part in re.split(r"[._+-]+", handle.lstrip("@")) if (token := re.sub(r"\d+$", "", fold(part)).replace(" ", ""))]
    known = contacts.first_names()
    return len(tokens) in (2, 3) and any(token in known for token in tokens[:2]) and contacts.of_email(f"{'.'.join(tokens)}@exemple.fr") == "person"
