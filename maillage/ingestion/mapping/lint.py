"""Knows what can be wrong in a mapping before it runs: unknown keys, codes outside the vocabulary, columns that do not match the file."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.ingestion.mapping.plan import Columns, Plan
from maillage.referentials.selectors import by_standard, vocabulary

PERSONAL_WORDS = frozenset({"creator", "editor", "prenom", "nom du contact", "nom du referent", "nom du responsable", "contact", "mobile du referent"})


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
    told = _("%(what)s inconnu(e) : « %(wanted)s »") % {"what": what, "wanted": wanted}
    return told + (_(" ; vouliez-vous dire « %(suggestion)s » ?") % {"suggestion": suggestion} if suggestion else ".")


def quoted(names: Iterable[str]) -> str:
    """Names as they are listed in a sentence."""
    return ", ".join(_("« %(name)s »") % {"name": name} for name in names)


def column_warnings(plan: Plan, names: tuple[str, ...]) -> list[str]:
    """Columns the mapping names and the file lacks, and columns of the file that nothing reads."""
    columns, named = Columns(names), plan.named()
    warnings = [_absent(name, names) for name in named if not columns.has(name)]
    used = set(columns.find(named))
    unused = [name for name in names if name not in used]
    if unused:
        warnings.append(_("Colonnes qu’aucune règle ne lit : %(names)s.") % {"names": quoted(unused)})
    personal = [name for name in unused if fold(name) in PERSONAL_WORDS]
    if personal:
        warnings.append(
            _("Colonnes qui semblent nommer des personnes, à déclarer « personal » pour ne pas être gardées : %(names)s.") % {"names": quoted(personal)}
        )
    return warnings


def _absent(name: str, names: tuple[str, ...]) -> str:
    suggestion = nearest(name, names)
    told = _("Colonne absente du fichier : « %(name)s »") % {"name": name}
    return told + (_(" ; la plus proche est « %(suggestion)s ».") % {"suggestion": suggestion} if suggestion else ".")
