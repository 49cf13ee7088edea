"""Knows what a file really is, by its first bytes, when it is no list."""

from django.utils.translation import gettext as _

from maillage.ingestion.errors import UnreadableFile

ZIP = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def refuse_other_files(content: bytes) -> None:
    """Say what the file really is, when it is no list."""
    start = content[:512].lstrip().lower()
    kinds = {
        b"%pdf": _("un document PDF. Demandez le tableau d’origine"),
        b"<!doctype html": _("une page web. Vérifiez l’adresse du téléchargement"),
        b"<html": _("une page web. Vérifiez l’adresse du téléchargement"),
        b"<?xml": _("un fichier XML, que nous ne lisons pas. Demandez un CSV, un classeur ou un JSON"),
        b"\x1f\x8b": _("un fichier compressé. Décompressez-le"),
        b"bzh": _("un fichier compressé. Décompressez-le"),
        b"7z\xbc\xaf": _("une archive. Décompressez-la"),
        b"rar!": _("une archive. Décompressez-la"),
        b"\xfd7zxz": _("un fichier compressé. Décompressez-le"),
        b"\x89png": _("une image. Demandez le tableau d’origine"),
        b"\xff\xd8\xff": _("une image. Demandez le tableau d’origine"),
        b"{\\rtf": _("un document de traitement de texte. Demandez le tableau d’origine"),
        b"sqlite format 3": _("une base SQLite. Exportez-en la table en « CSV UTF-8 »"),
    }
    for mark, told in kinds.items():
        if start.startswith(mark):
            raise UnreadableFile(_("Ce fichier est %(kind)s.") % {"kind": told})
