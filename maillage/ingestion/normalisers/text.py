"""Knows how received text is cleaned: entities, tags, broken accents, spaces, lengths. Never changes what it says."""

import html
import re
from functools import lru_cache
from string import ascii_letters, digits
from typing import Any

from maillage.base.text import fold
from maillage.ingestion.remarks import NONE, Remark, Remarks

EMPTY_WORDS = frozenset(
    {"", "nc", "n c", "n a", "na", "nr", "neant", "aucun", "aucune", "null", "none", "nan", "inconnu", "non renseigne", "non communique", "x", "0"}
)
FIGURE = re.compile("[1-9]")
SAYS_MORE = re.compile("[" + "".join(sorted({*ascii_letters, *digits}.difference(*EMPTY_WORDS, *map(str.upper, EMPTY_WORDS)))) + "]")  # in no empty word
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200d\u2060\ufeff\ud800-\udfff]")
GLUING = re.compile(r"(?<=\w)[\x01-\x08\x0b\x0c\x0e-\x1f]+(?=\w)")  # what a PDF leaves where it parted a line
NEW_LINES = re.compile(r"\r\n?|\x85|\u2028|\u2029")
SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
BLOCK_TAG = re.compile(r"<\s*/?\s*(?:br|p|div|li|ul|ol|h[1-6]|tr)(?=[\s/>])[^<>]*>", re.IGNORECASE)
OTHER_TAG = re.compile(r"</?(?:a|b|i|u|em|strong|span|font|td|th|table|tbody|img|sup|sub)(?=[\s/>])[^<>]*>", re.IGNORECASE)
HREF = re.compile(r"<a\s[^<>]*href\s*=\s*[\"']?([^\"'\s<>]+)[\"']?[^<>]*>.{0,300}?</a\s*>", re.IGNORECASE | re.DOTALL)
# UTF-8 read as Windows-1252: a leading byte of French letters or signs, then bytes that only continue a letter
CONTINUING = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
BROKEN_ACCENT = re.compile(rf"[ÃÂÅ]{CONTINUING}|â[€‚„†ˆ]{CONTINUING}|ï[¬¿»]{CONTINUING}|ð[Ÿ\u009f]{CONTINUING}{{2}}")
BROKEN_LETTER = re.compile("[ÃÂÅâïð]")  # what a broken accent begins with, six times faster to look for
SCIENTIFIC = re.compile(r"^(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})$")
LOST_SIGN = "\ufffd"
MOST_ROUNDS = 3  # how many times a file may have been read wrongly
MANY_BLANK_LINES = re.compile(r"\n{3,}")


def as_text(value: Any) -> str:
    """Any received cell as text: a number without superfluous decimals, nothing for an absent value."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def is_placeholder(text: str) -> bool:
    """Does this short cell only say that there is nothing ("-", "NC", "@")?"""
    return len(text) <= 20 and not SAYS_MORE.search(text) and _says_nothing(text)


@lru_cache(maxsize=8192)
def _says_nothing(text: str) -> bool:
    return fold(text) in EMPTY_WORDS  # fold keeps letters and digits only


def clean(text: str) -> str:
    """Text without entities, tags, control characters nor broken accents; line breaks kept."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = OTHER_TAG.sub("", BLOCK_TAG.sub("\n", text))
    if not text.isascii():
        text = repair_accents(text)
    if not text.isprintable():
        text = CONTROL.sub("", GLUING.sub(" ", NEW_LINES.sub("\n", text)))
    return text


def repair_accents(text: str) -> str:
    """Undo UTF-8 read as Windows-1252, even twice ("ChÃ¢teau"); anything else comes back untouched."""
    for _round in range(MOST_ROUNDS if BROKEN_LETTER.search(text) else 0):
        repaired = BROKEN_ACCENT.sub(_decoded, text)
        if repaired == text:
            break
        text = repaired
    return text


def _decoded(match: re.Match[str]) -> str:
    codes = (each.encode("cp1252", "ignore") or each.encode("latin-1", "ignore") for each in match.group())
    try:
        return b"".join(codes).decode("utf-8")
    except UnicodeError:
        return match.group()


def unlinked(text: str) -> str:
    """The addresses that HTML links lead to, in the place of their labels."""
    return HREF.sub(r" \1 ", html.unescape(text)) if "<" in text or "&lt;" in text else text


def as_whole_number(text: str) -> str | None:
    """The figures of "8.0012345E+7"; None when a spreadsheet rounded them away ("8.00123E+13"); other texts come back as they are."""
    match = SCIENTIFIC.match(text)
    if match is None:
        return text
    decimals, exponent = match[2] or "", int(match[3])
    return match[1] + decimals.rstrip("0").ljust(exponent, "0") if len(decimals) >= exponent and len(decimals.rstrip("0")) <= exponent else None


def line(text: str, *, limit: int) -> tuple[str, Remarks]:
    """One line of text: spaces and line breaks become single spaces; cut beyond `limit` characters, with a remark."""
    cleaned = clean(text)
    flat = " ".join(cleaned.split())
    remarks = _accents_remark(text, flat)
    if len(flat) <= limit:
        return flat, remarks
    return cut(flat, limit), (*remarks, Remark("text_cut", raw=flat))


def said(text: str, *, limit: int) -> tuple[str, Remarks]:
    """The same; "" with a remark when the cell only says that there is nothing."""
    flat, remarks = line(text, limit=limit)
    return ("", (Remark("placeholder", raw=flat),)) if flat and is_placeholder(flat) else (flat, remarks)


def paragraphs(text: str, *, limit: int) -> tuple[str, Remarks]:
    """Several lines of text: line breaks kept, spaces tidied, at most one blank line in a row."""
    lines = (SPACES.sub(" ", each).strip() for each in clean(text).split("\n"))
    joined = MANY_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
    remarks = _accents_remark(text, joined)
    if len(joined) <= limit:
        return joined, remarks
    return cut(joined, limit), (*remarks, Remark("text_cut", raw=joined))


def summary(text: str, *, limit: int) -> tuple[str, Remarks]:
    """A short presentation on one line; a longer one is cut at a word."""
    flat, remarks = line(text, limit=100_000)
    if len(flat) <= limit:
        return flat, remarks
    return cut(flat, limit), (*remarks, Remark("summary_cut", raw=flat))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a whole word, ended by an ellipsis."""
    kept = text[: limit - 1]
    whole, _space, _cut_word = kept.rpartition(" ")
    return (whole or kept).rstrip(" ,;:.-") + "…"


def _accents_remark(raw: str, kept: str) -> Remarks:
    if raw.isascii():
        return NONE
    if LOST_SIGN in kept:
        return (Remark("text_damaged", raw=kept),)
    if raw == kept:
        return NONE
    return (Remark("text_decoded", raw=raw, kept=kept),) if BROKEN_ACCENT.search(raw) and not BROKEN_ACCENT.search(kept) else NONE
