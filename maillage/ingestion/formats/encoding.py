"""Knows how bytes become text: byte order marks, UTF-8, UTF-16, Windows-1252, Mac. What is detected is stated."""

import codecs
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLD_ENCODINGS = ("windows-1252", "mac-roman", "cp850")  # at equal likelihood, the first
LIKELY = {"é": 10, "è": 5, "à": 5, "ê": 3, "ç": 3, "ô": 2, "î": 2, "’": 2} | dict.fromkeys("ùïëâûœÉÈÀÇÊÔÎŒ°‘«»–…€²", 1)
UNLIKELY = frozenset("ŽžŠšƒ†‡‰¤¦§¨¬¯±³¶·¸¹º¼½¾¿×ØÞßðþøŸ¡¢¥˘˙˚˝˛ˇ¶◊√∞≈≠≤≥∑∏π∫Ω∂∆ﬁﬂıÐãÃõÕåÅ░▒▓│┤╣║╗╝┐└┴┬├─┼╚╔╩╦╠═╬┘┌█▄▀■")
STRANGER = "\ufffd"
ASCII = bytes(range(0x80))
SAMPLE = 1_000_000  # bytes, or characters, enough to judge a whole file
NOISE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
MOST_NOISE = 0.005  # share of such characters in a text that is one


class Decoded(NamedTuple):
    """Text of a file, and how it was found."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(content: bytes, encoding: str = "") -> Decoded:
    """Text of the bytes, in the given encoding or the one detected. Raise UnreadableFile when it cannot be right."""
    _refuse_other_files(content)
    decoded = _imposed(content, encoding) if encoding else _detected(content)
    _refuse_noise(decoded.text)
    if "\x00" not in decoded.text:
        return decoded
    return decoded._replace(text=decoded.text.replace("\x00", ""), notes=(*decoded.notes, _("Des octets nuls ont été retirés.")))


def _imposed(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except LookupError as error:
        raise UnreadableFile(_("L’encodage « %(name)s » est inconnu. Essayez utf-8 ou windows-1252.") % {"name": encoding}) from error
    except UnicodeError as error:
        line = content[: getattr(error, "start", 0)].count(b"\n") + 1
        raise UnreadableFile(
            _("Ligne %(line)s : le fichier n’est pas en %(name)s. N’imposez pas d’encodage, ou essayez windows-1252.") % {"line": line, "name": encoding}
        ) from error
    return Decoded(text.removeprefix("\ufeff"), encoding)


def _detected(content: bytes) -> Decoded:
    for mark, name in MARKS:
        if content.startswith(mark):
            return _imposed(content, name)
    if silent := _utf16_without_mark(content):
        return _imposed(content, silent)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mixed(content) or _old(content)


def _utf16_without_mark(content: bytes) -> str:
    """UTF-16 shows as a null byte in every other place."""
    sample = content[:4000]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > 0.6 * half else ""


def _mixed(content: bytes) -> Decoded | None:
    """UTF-8 in which some lines come from elsewhere: each such line is read on its own."""
    lines = content.split(b"\n")
    decoded: list[str] = []
    strange = accented = 0
    for line in lines:
        accented += not line.isascii()
        try:
            decoded.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            strange += 1
            decoded.append(_old(line).text)
    if strange * 2 >= accented:
        return None
    note = _("%(count)s lignes n’étaient pas en UTF-8 : elles ont été lues en Windows-1252.") % {"count": strange}
    return Decoded("\n".join(decoded), "utf-8", (note,))


def _old(content: bytes) -> Decoded:
    """The one-byte encoding in which the text looks most like French."""
    special = content[:SAMPLE].translate(None, ASCII)
    best = max(OLD_ENCODINGS, key=lambda name: (_likelihood(special, name), -OLD_ENCODINGS.index(name)))
    return Decoded(content.decode(best, errors="replace"), best)


def _likelihood(special: bytes, encoding: str) -> float:
    text = special.decode(encoding, errors="replace")
    bad = sum(letter in UNLIKELY or letter == STRANGER or ord(letter) < 0xA0 for letter in text)
    return sum(LIKELY.get(letter, 0) for letter in text) - 2 * bad


def _refuse_noise(text: str) -> None:
    """Bytes that decode to signs nobody writes are no text, or not in this encoding: better nothing than gibberish."""
    sample = text[:SAMPLE]
    if len(NOISE.findall(sample)) > MOST_NOISE * len(sample):
        raise UnreadableFile(_("Ce fichier n’est pas un texte, ou son encodage n’a pas été reconnu. Enregistrez la liste en « CSV UTF-8 »."))


def _refuse_other_files(content: bytes) -> None:
    """Say what the file really is, when it is no list."""
    start = content[:512].lstrip().lower()
    kinds = {
        b"pk\x03\x04": _("un classeur (Excel ou LibreOffice) ou une archive. Enregistrez la feuille en « CSV UTF-8 »"),
        b"\xd0\xcf\x11\xe0": _("un ancien classeur Excel. Enregistrez la feuille en « CSV UTF-8 »"),
        b"%pdf": _("un document PDF. Demandez le tableau d’origine"),
        b"<!doctype html": _("une page web. Vérifiez l’adresse du téléchargement"),
        b"<html": _("une page web. Vérifiez l’adresse du téléchargement"),
        b"<?xml": _("un fichier XML, que nous ne lisons pas. Demandez un CSV ou un JSON"),
        b"\x1f\x8b": _("un fichier compressé. Décompressez-le"),
    }
    for mark, told in kinds.items():
        if start.startswith(mark):
            raise UnreadableFile(_("Ce fichier est %(kind)s.") % {"kind": told})
