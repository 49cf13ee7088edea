"""Knows how bytes become text: byte order marks, UTF-8, 16 and 32, the one-byte encodings of old. What is detected or repaired is stated."""

import codecs
import re
from collections import Counter
from typing import NamedTuple

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile
from maillage.ingestion.formats.signatures import refuse_other_files

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE = ("utf-16", "utf-32")
OLD_ENCODINGS = ("windows-1252", "iso-8859-15", "mac-roman", "cp850")  # at equal likelihood, the first; cp437 writes French as cp850 does
LIKELY = {"é": 10, "è": 5, "à": 5, "ê": 3, "ç": 3, "ô": 2, "î": 2, "’": 2} | dict.fromkeys("ùïëâûœüäöñßÉÈÀÇÊÔÎÂÛËÏÙŒ°‘«»–…€²", 1)
UNLIKELY = frozenset("ŽžŠšƒ†‡‰¤¦§¨¬¯±³¶·¸¹º¼½¾¿×ØÞðþøŸ¡¢¥˘˙˚˝˛ˇ¶◊√∞≈≠≤≥∑∏π∫Ω∂∆ﬁﬂıÐãÃõÕåÅ░▒▓│┤╣║╗╝┐└┴┬├─┼╚╔╩╦╠═╬┘┌█▄▀■")
# A capital within a small word, the contrary, accents in a row, a small accent before capitals, a quotation mark within capitals, a price within a word.
MISPLACED = re.compile("[a-zà-ÿ][À-ÖØ-ÞŒ][a-z]|[A-Z]{2}[à-öø-ÿœ][A-Z]|[À-ÿ]{3}|(?<![A-Za-zà-ÿ])[à-öø-ÿ][A-Z][A-Zà-öø-ÿ]|[A-Z][‚‘“”◊][A-Z]|[a-z]€[a-z]")
CLOSE = 3  # points of likelihood: one or two rare letters, which another encoding would explain as well
STRANGER = "\ufffd"
ASCII = bytes(range(0x80))
SAMPLE = 1_000_000  # bytes, or characters, enough to judge a whole file
NOISE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
MOST_NOISE = 0.005  # share of such characters in a text that is one
MOST_NULLS = 0.2
PIECE = 4096  # bytes
MOST_STRAY = 20_000  # runs of bytes foreign to UTF-8 in a file that is mostly UTF-8
TWICE = re.compile("[ÃÂÅ][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]|â€|â‚¬|â[\u0080-\u00bf]{2}")  # UTF-8 read as Windows-1252
AS_BYTES = {ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}


class Decoded(NamedTuple):
    """Text of a file, and how it was found."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(content: bytes, encoding: str = "") -> Decoded:
    """Text of the bytes, in the given encoding or the one detected. Raise UnreadableFile when it cannot be right."""
    refuse_other_files(content)
    decoded = _without_nulls(_imposed(content, encoding) if encoding else _detected(content))
    _refuse_noise(decoded.text)
    if lost := decoded.text.count(STRANGER):
        line = decoded.text.count("\n", 0, decoded.text.index(STRANGER)) + 1
        note = _("Signes déjà illisibles dans le fichier (« � ») : %(count)s, le premier à la ligne %(line)s.")
        decoded = decoded._replace(notes=(*decoded.notes, note % {"count": lost, "line": line}))
    return decoded


def _imposed(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except LookupError as error:
        raise UnreadableFile(_("L’encodage « %(name)s » est inconnu. Essayez utf-8 ou windows-1252.") % {"name": encoding}) from error
    except UnicodeError as error:
        line = content.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise UnreadableFile(
            _("Ligne %(line)s : le fichier n’est pas en %(name)s. N’imposez pas d’encodage, ou essayez windows-1252.") % {"line": line, "name": encoding}
        ) from error
    return Decoded(text.removeprefix("\ufeff"), encoding)


def _detected(content: bytes) -> Decoded:
    mark = next((name for mark, name in MARKS if content.startswith(mark)), "")
    if mark.startswith(WIDE):
        return _imposed(content, mark)
    if not mark and (silent := _wide_without_mark(content)):
        return _imposed(content, silent)
    encoding = mark or "utf-8"
    try:
        return _decoded_once(Decoded(content.decode(encoding), encoding))
    except UnicodeDecodeError:
        return _mixed(content, encoding) or _old(content)


def _wide_without_mark(content: bytes) -> str:
    """UTF-16 and UTF-32 show as null bytes in every other place, or in three places of four."""
    sample = content[:4000]
    mostly_null = {step: [sample[first::step].count(0) > 0.6 * max(1, len(sample) // step) for first in range(step)] for step in (2, 4)}
    match mostly_null[4], mostly_null[2]:
        case [False, True, True, True], _any:
            return "utf-32-le"
        case [True, True, True, False], _any:
            return "utf-32-be"
        case _any, [False, True]:
            return "utf-16-le"
        case _any, [True, False]:
            return "utf-16-be"
    return ""


def _decoded_once(decoded: Decoded) -> Decoded:
    """Undo an encoding done twice ("mÃ©diathÃ¨que"), only when the whole file agrees: every sign of it then reads as UTF-8."""
    if not TWICE.search(decoded.text, 0, SAMPLE):
        return decoded
    try:
        try:
            text = decoded.text.encode("cp1252").decode("utf-8")
        except UnicodeEncodeError:  # bytes that Windows-1252 does not define were kept as they are
            text = decoded.text.translate(AS_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return decoded  # some of it was right: each cell is judged on its own, later
    return Decoded(text, decoded.encoding, (*decoded.notes, _("Le fichier avait été encodé deux fois (« Ã© » pour « é ») : ses accents ont été rétablis.")))


def _mixed(content: bytes, encoding: str) -> Decoded | None:
    """UTF-8 in which some words come from elsewhere: their bytes are read in the old encoding that suits them all."""
    strays = _strays(content)
    if not strays or 3 * len(strays) > len(content.translate(None, ASCII)):
        return None
    old = _best(_likelihoods(b"".join(content[start:end] for start, end in strays)))
    pieces, last = [], 0
    for start, end in strays:
        pieces += [content[last:start], content[start:end].decode(old, errors="replace").encode()]
        last = end
    text = b"".join((*pieces, content[last:])).decode(encoding)
    lines = sorted({content.count(b"\n", 0, start) + 1 for start, _end in strays[:50]})
    note = _("Des signes n’étaient pas en UTF-8 : ils ont été lus en %(name)s. Lignes %(lines)s.") % {
        "name": old,
        "lines": ", ".join(map(str, lines[:10])) + ("…" if len(lines) > 10 else ""),
    }
    return Decoded(text, encoding, (note,))


def _strays(content: bytes) -> list[tuple[int, int]]:
    """Where the bytes foreign to UTF-8 are; none when there are so many that the file is not in UTF-8 at all. By pieces: an error copies what it decodes."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(content) and len(found) <= MOST_STRAY:
        piece = content[at : at + PIECE]
        try:
            piece.decode("utf-8")
            at += len(piece)
        except UnicodeDecodeError as error:
            if error.start and error.end == len(piece):
                at += error.start  # perhaps a sign cut by the end of the piece
                continue
            found.append((at + error.start, at + error.end))
            at += error.end
    return found if len(found) <= MOST_STRAY else []


def _old(content: bytes) -> Decoded:
    """The one-byte encoding in which the text looks most like French."""
    sample = content[:SAMPLE]
    likely = _likelihoods(sample)
    best = _best(likely)
    if likely[best] < 0:
        line = next((rank for rank, each in enumerate(sample.splitlines(), start=1) if not each.isascii()), 1)
        raise UnreadableFile(
            _("Ligne %(line)s : l’encodage n’a pas été reconnu. Enregistrez la liste en « CSV UTF-8 », ou imposez l’encodage.") % {"line": line}
        )
    _refuse_noise(sample.decode(best, errors="replace"))
    return Decoded(content.decode(best, errors="replace"), best, _doubt(sample, likely))


def _doubt(sample: bytes, likely: dict[str, float]) -> tuple[str, ...]:
    """A note, when another encoding would give other letters as likely."""
    best = _best(likely)
    read, limit = sample.decode(best, errors="replace"), max(likely[best] - CLOSE, 1)
    close = [name for name in OLD_ENCODINGS if name != best and likely[name] >= limit and sample.decode(name, errors="replace") != read]
    if not close:
        return ()
    line, written = next((rank, each) for rank, each in enumerate(sample.splitlines(), start=1) if not each.isascii())
    told = _("L’encodage est incertain : les accents ont été lus en %(name)s, et pourraient l’être en %(other)s. Vérifiez la ligne %(line)s : « %(text)s ».")
    return (told % {"name": best, "other": close[0], "line": line, "text": written.decode(best, errors="replace")[:80].strip()},)


def _best(likely: dict[str, float]) -> str:
    return max(OLD_ENCODINGS, key=lambda name: (likely[name], -OLD_ENCODINGS.index(name)))


def _likelihoods(sample: bytes) -> dict[str, float]:
    """How much the text looks like French in each old encoding; words without an accent are the same in all."""
    words = b" ".join(word for word in sample.split() if not word.isascii())
    return {name: _likelihood(words, name) for name in OLD_ENCODINGS}


def _likelihood(sample: bytes, encoding: str) -> float:
    letters = Counter(sample.translate(None, ASCII).decode(encoding, errors="replace"))
    bad = sum(count for letter, count in letters.items() if letter in UNLIKELY or letter == STRANGER or ord(letter) < 0xA0)
    misplaced = len(MISPLACED.findall(sample.decode(encoding, errors="replace")))
    return sum(LIKELY.get(letter, 0) * count for letter, count in letters.items()) - 2 * bad - 30 * misplaced


def _without_nulls(decoded: Decoded) -> Decoded:
    """Null characters are no text: a few are taken out, many mean that this is something else."""
    nulls = decoded.text.count("\x00")
    if not nulls:
        return decoded
    if nulls > MOST_NULLS * len(decoded.text):
        raise UnreadableFile(_not_text())
    return decoded._replace(text=decoded.text.replace("\x00", ""), notes=(*decoded.notes, _("Des octets nuls ont été retirés.")))


def _refuse_noise(text: str) -> None:
    """Bytes that decode to signs nobody writes are no text, or not in this encoding: better nothing than gibberish."""
    sample = text[:SAMPLE]
    if len(NOISE.findall(sample)) > MOST_NOISE * len(sample):
        raise UnreadableFile(_not_text())


def _not_text() -> str:
    return _("Ce fichier n’est pas un texte, ou son encodage n’a pas été reconnu. Enregistrez la liste en « CSV UTF-8 ».")
