"""Knows what can be wrong in a mapping before it runs: unknown keys, codes outside the vocabulary, columns that do not match the file."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.ingestion.mapping.plan import Columns, Plan, unread
from maillage.referentials.selectors import by_standard, vocabulary


@dataclass(frozen=True)
class Finding:
    """Something to know of a mapping: its kind for machines, a sentence for a person, and what it is about."""

    kind: str
    message: str
    column: str = ""
    field: str = ""
    value: str = ""
    count: int = 0
    suggestion: str = ""

    def to_json(self) -> dict[str, str | int]:
        return {name: value for name, value in vars(self).items() if value}


def code_of(vocab: str, label: str) -> str | None:
    """Code of a label, whatever its accents, capitals and spaces; None when the vocabulary has nothing like it."""
    return by_standard(vocab, label)


def nearest(wanted: str, known: Iterable[str]) -> str:
    """The known word that looks most like the wanted one; "" when none does."""
    by_fold = {fold(word): word for word in known}
    close = get_close_matches(fold(wanted), list(by_fold), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else ""


def nearest_label(vocab: str, wanted: str) -> str:
    """The label or code of the vocabulary that looks most like the wanted one."""
    terms = vocabulary(vocab)
    return nearest(wanted, [word for term in terms for word in (term.label, term.code, term.standard) if word])


def unknown(wanted: str, suggestion: str, *, what: str) -> str:
    """The sentence that says that a word is unknown, with the nearest one."""
    told = _("%(what)s : nous ne connaissons pas « %(wanted)s »") % {"what": what, "wanted": wanted}
    return told + (_(" ; vouliez-vous dire « %(suggestion)s » ?") % {"suggestion": suggestion} if suggestion else ".")


def quoted(names: Iterable[str]) -> str:
    """Names as they are listed in a sentence."""
    return ", ".join(_("« %(name)s »") % {"name": name} for name in names)


def column_warnings(plan: Plan, names: tuple[str, ...], dropped: Container[str] = ()) -> list[str]:
    """Columns the mapping names and the file lacks, and columns of the file that nothing reads, in sentences; of these, those that were dropped."""
    return [finding.message for finding in column_findings(plan, names, dropped)]


def column_findings(plan: Plan, names: tuple[str, ...], dropped: Container[str] = ()) -> Iterator[Finding]:
    """The same, for machines too."""
    columns, named = Columns(names), plan.named()
    yield from (_absent(name, names) for name in named if not columns.has(name))
    if unused := unread(plan, names):
        yield Finding(
            "column_unused", _("Colonnes qu’aucune règle ne lit : %(names)s.") % {"names": quoted(unused)}, value=", ".join(unused), count=len(unused)
        )
    if persons := [name for name in unused if name in dropped]:
        told = _("Colonnes qui semblent nommer des personnes, et ne sont donc pas gardées : %(names)s.")
        yield Finding("column_personal", told % {"names": quoted(persons)}, value=", ".join(persons), count=len(persons))


def _absent(name: str, names: tuple[str, ...]) -> Finding:
    suggestion = nearest(name, names)
    told = _("Colonne absente du fichier : « %(name)s »") % {"name": name}
    told += _(" ; la plus proche est « %(suggestion)s ».") % {"suggestion": suggestion} if suggestion else "."
    return Finding("column_absent", told, column=name, suggestion=suggestion)
