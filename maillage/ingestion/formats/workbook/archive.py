"""Knows what a workbook's archive may hold before it is opened: how many members, how large once unpacked, and no password."""

import io
import lzma
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile

MAX_DIRECTORY = 1_000_000  # bytes: some ten thousand members
MAX_MEMBERS = 5_000
MAX_UNPACKED = 100_000_000  # bytes
MAX_RATIO = 100  # of what is large once unpacked; a workbook seldom reaches 40
LARGE = 10_000_000  # bytes
MAX_PLAN = 2_000_000  # bytes: the part that names the sheets
# What a wrong archive provokes in zipfile.
DAMAGES = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, OSError, ValueError, EOFError, IndexError,
)  # fmt: skip
DIRECTORY_END = b"PK\x05\x06"
KINDS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb"}
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def check(content: bytes) -> str:
    """The format of a zipped workbook: xlsx, xlsb or ods. Raise UnreadableFile when it is another archive, or unreasonable."""
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {member.filename.replace("\\", "/").lstrip("/"): member for member in archive.infolist()}
            if len(members) > MAX_MEMBERS:
                raise UnreadableFile(_too_many())
            kind = _kind(archive, members)
            _check_sizes(members, len(content))
            if kind == "ods" and b"encryption-data" in _start(archive, members.get("META-INF/manifest.xml")):
                raise UnreadableFile(protected())
            if kind == "xlsx" and b"<!" in _start(archive, members["xl/workbook.xml"]).replace(b"<!--", b""):
                raise UnreadableFile(_("Ce classeur déclare des entités XML, ce qu’aucun tableur ne fait. Enregistrez la feuille en « CSV UTF-8 »."))
    except DAMAGES as error:
        raise UnreadableFile(damaged()) from error
    return kind


def _check_directory(content: bytes) -> None:
    """The directory of a hundred thousand members is refused before it is read."""
    at = content.rfind(DIRECTORY_END, max(0, len(content) - 70_000))
    if at < 0 or len(content) < at + 22:
        raise UnreadableFile(damaged())
    (size,) = struct.unpack_from("<L", content, at + 12)
    if size > MAX_DIRECTORY:
        raise UnreadableFile(_too_many())


def _kind(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    for name, kind in KINDS.items():
        if name in members:
            return kind
    if _start(archive, members.get("mimetype")).startswith(ODS) and "content.xml" in members:
        return "ods"
    raise UnreadableFile(_("Ce fichier est une archive ou un document, pas un classeur. Ouvrez-le et donnez la liste elle-même (XLSX, ODS, CSV ou JSON)."))


def _check_sizes(members: dict[str, zipfile.ZipInfo], received: int) -> None:
    """What is declared is enough: the reader unpacks no further than declared, and in limited memory."""
    if any(member.flag_bits & 1 for member in members.values()):
        raise UnreadableFile(protected())
    unpacked = sum(member.file_size for member in members.values())
    plan = max((members[name].file_size for name in KINDS if name in members), default=0)
    if unpacked > MAX_UNPACKED or (unpacked > LARGE and unpacked > MAX_RATIO * received) or plan > MAX_PLAN:
        raise UnreadableFile(
            _("Ce classeur est démesuré une fois déplié (%(size)s Mo). Enregistrez la feuille utile en « CSV UTF-8 ».") % {"size": unpacked // 1_000_000}
        )


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo | None) -> bytes:
    """The first bytes of a member; none when it is absent."""
    if member is None:
        return b""
    with archive.open(member) as stream:
        return stream.read(100_000)


def _too_many() -> str:
    return _("Cette archive contient trop de fichiers pour être un classeur. Enregistrez la feuille en « CSV UTF-8 ».")


def protected() -> str:
    """The sentence for a workbook that has a password."""
    return _("Ce classeur est protégé par un mot de passe. Retirez-le, puis enregistrez à nouveau.")


def damaged() -> str:
    """The sentence for a workbook that cannot be opened."""
    return _("Ce classeur est incomplet ou abîmé. Téléchargez-le à nouveau, ou enregistrez la feuille en « CSV UTF-8 ».")
