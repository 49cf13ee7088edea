"""Knows our own mapping form (TOML), checked line by line before the run and compiled into the plan."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.directory.fields import FIELDS, GROUPS, Shape
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping.keywords import loosen
from maillage.ingestion.mapping.lint import code_of, nearest, nearest_label, unknown
from maillage.ingestion.mapping.plan import ALL, FIRST, JOIN, SPLIT, Choice, Completion, HoursRule, Plan, PrecisionRule, Take, Words

TAKEN = {Shape.TEXT, Shape.NUMBER, Shape.PHONES, Shape.EMAILS, Shape.TEXTS, Shape.KEYED}
TAKES = {name for name, field in FIELDS.items() if field.shape in TAKEN} - {"hours", "hours_words", "precision", "state"} | {"as_of"}
ELEMENTS = {name for name, field in FIELDS.items() if field.shape is Shape.ELEMENTS}
CHOSEN = {*ELEMENTS, *(name for name, field in FIELDS.items() if field.shape is Shape.FLAG), "state"}
SEVERAL = {Shape.PHONES, Shape.EMAILS, Shape.TEXTS}  # fields that take all their columns, not only the first filled
STATES = ("open", "closed", "gone")
LIST_KEYS = {"label", "licence", "url", "id", "fingerprint", "personal", "known", "attests", "authoritative_for"}
TAKE_KEYS = {"column", "columns", "join", "separator", "split", "part", "value", "skip", "complete", "when", "unless", "otherwise", "contact"}
CHOICE_KEYS = {"code", "columns", "terms", "except", "state"}
HOURS_KEYS = {"days", "osm", "words", "weeks"}
LIST_LIMITS = {"label": 200, "licence": 60, "url": 500}  # characters, as the columns of an origin
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
STABLE = ("name", "street", "commune")  # what a row without identifier is known by, unless the mapping says otherwise


def compile_plan(text: str, *, name: str, version: str) -> Plan:
    """The plan of a TOML mapping. Raise WrongMapping with every fault found."""
    try:
        written = tomllib.loads(text)
        if faults := list(_faults(written)):
            raise WrongMapping("\n".join(faults))
        return _compiled(written, name=name, version=version)
    except tomllib.TOMLDecodeError as error:
        raise WrongMapping(_("La correspondance n’est pas un TOML valide : %(reason)s.") % {"reason": error}) from error
    except (TypeError, AttributeError, KeyError) as error:
        raise WrongMapping(_("La correspondance n’a pas la forme attendue : une table, une liste ou un texte est à la place d’un autre.")) from error


def _compiled(written: Mapping[str, Any], *, name: str, version: str) -> Plan:
    about = written["list"]
    takes = {field: _take(spec, field) for field, spec in written["fields"].items()}
    stable = tuple(dict.fromkeys(column for field in STABLE if field in takes for column in takes[field].columns))
    return Plan(
        name=name,
        version=version,
        about={key: about[key] for key in ("label", "licence", "url", "attests", "authoritative_for") if key in about},
        record_id=_names(about.get("id")),
        fingerprint=_names(about.get("fingerprint")) or stable,
        personal=_names(about.get("personal")),
        known=_names(about.get("known")),
        takes=takes,
        choices=tuple(_choices(written)),
        words=tuple(
            Words(field, _names(spec["columns"]), spec.get("separators", "|;"), _patterns(spec.get("skip"))) for field, spec in written.get("words", {}).items()
        ),
        hours=_hours(written.get("hours")),
        precision=tuple(PrecisionRule(rule["same"][0], rule["same"][1], rule["code"]) for rule in written.get("precision", ())),
    )


def _names(spec: Any) -> tuple[str, ...]:
    return (spec,) if isinstance(spec, str) else tuple(spec or ())


def _patterns(spec: Any) -> tuple[str, ...]:
    """Folded patterns; a star stands for any words."""
    return tuple("*".join(_folded_part(part) for part in pattern.split("*")) for pattern in _names(spec))


def _folded_part(part: str) -> str:
    """A folded piece of a pattern, keeping the space that stands beside its star."""
    before, after = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' * before}{fold(part)}{' ' * after}" if part.strip() else part


def _take(spec: Any, field: str = "") -> Take:
    if not isinstance(spec, Mapping):
        return Take(_names(spec), ALL if field in FIELDS and FIELDS[field].shape in SEVERAL else FIRST)
    columns = _names(spec.get("column")) or _names(spec.get("columns")) or _names(spec.get("join")) or _names(spec.get("split"))
    how = JOIN if "join" in spec else SPLIT if "split" in spec else ALL if field in FIELDS and FIELDS[field].shape in SEVERAL else FIRST
    complete = Completion(_names(spec["complete"]), _patterns(spec.get("when")), _patterns(spec.get("unless"))) if "complete" in spec else None
    return Take(
        columns=columns,
        how=how,
        separator=spec.get("separator", "," if how == SPLIT else " "),
        part=spec.get("part", 0),
        constant=spec.get("value", ""),
        skip=_patterns(spec.get("skip")),
        complete=complete,
        otherwise=_take(spec["otherwise"], field) if "otherwise" in spec else None,
        contact=spec.get("contact", ""),
    )


def _choices(written: Mapping[str, Any]) -> Iterator[Choice]:
    for field in sorted(CHOSEN & written.keys()):
        for rule in written[field]:
            code = rule.get("code", "")
            yield Choice(
                field=field,
                code=(code_of(FIELDS[field].vocabulary, code) or "") if field in ELEMENTS else code,
                columns=_names(rule.get("columns")),
                terms=tuple(loosen(term) for term in rule.get("terms", ())),
                vetoes=tuple(loosen(term) for term in rule.get("except", ())),
                state=rule.get("state", True),
            )


def _hours(spec: Mapping[str, Any] | None) -> HoursRule | None:
    if spec is None:
        return None
    days = tuple((day, _names(columns)) for day, columns in spec.get("days", {}).items())
    return HoursRule(days, _names(spec.get("osm")), _names(spec.get("words")), _names(spec.get("weeks")))


def _faults(written: Mapping[str, Any]) -> Iterator[str]:
    """Everything wrong, each in one sentence with the nearest right word."""
    sections = {"list", "fields", "words", "hours", "precision", *CHOSEN}
    yield from _unknown_keys(written, sections, _("Partie"))
    for section in ("list", "fields"):
        if not isinstance(written.get(section), Mapping):
            yield _("La partie [%(name)s] manque.") % {"name": section}
            return
    yield from _unknown_keys(written["list"], LIST_KEYS, "[list] :")
    yield from _list_faults(written["list"])
    yield from _unknown_keys(written["fields"], TAKES, "[fields] :")
    if "name" not in written["fields"]:
        yield _("[fields] doit dire dans quelle colonne est le nom : name = « … ».")
    for field, spec in written["fields"].items():
        yield from _take_faults(field, spec)
    for field in sorted(CHOSEN & written.keys()):
        yield from _choice_faults(field, written[field])
    yield from _other_faults(written)


def _list_faults(about: Mapping[str, Any]) -> Iterator[str]:
    if not about.get("id") and not about.get("fingerprint"):
        yield _("[list] doit dire à quoi une ligne se reconnaît : id (identifiant) ou fingerprint (champs stables).")
    for key, limit in LIST_LIMITS.items():
        if len(str(about.get(key, ""))) > limit:
            yield _("[list] %(key)s : %(limit)d caractères au plus.") % {"key": key, "limit": limit}
    for group in about.get("authoritative_for", ()):
        if group not in GROUPS:
            yield unknown(group, nearest(group, GROUPS), what="authoritative_for :")


def _take_faults(field: str, spec: Any) -> Iterator[str]:
    if isinstance(spec, str) or (isinstance(spec, list) and all(isinstance(name, str) for name in spec)):
        return
    if not isinstance(spec, Mapping):
        yield _("[fields] %(field)s : écrire un nom de colonne, une liste de colonnes ou une table.") % {"field": field}
        return
    yield from _unknown_keys(spec, TAKE_KEYS, f"[fields] {field} :")
    if spec.get("contact", "service") not in {"service", "person"}:
        yield unknown(str(spec["contact"]), "person", what=f"[fields] {field}.contact :")
    if "otherwise" in spec:
        yield from _take_faults(field, spec["otherwise"])


def _choice_faults(field: str, rules: Any) -> Iterator[str]:
    if not isinstance(rules, list):
        yield _("Écrire les règles de %(field)s entre doubles crochets : [[%(field)s]].") % {"field": field}
        return
    for rule in rules:
        yield from _unknown_keys(rule, CHOICE_KEYS, f"[[{field}]] :")
        code = rule.get("code", "")
        if field in ELEMENTS and code_of(FIELDS[field].vocabulary, code) is None:
            yield unknown(code, nearest_label(FIELDS[field].vocabulary, code), what=f"[[{field}]] code :")
        elif field == "state" and code not in STATES:
            yield unknown(code, nearest(code, STATES), what="[[state]] code :")


def _other_faults(written: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown_keys(written.get("words", {}), ELEMENTS, "[words] :")
    for field, spec in written.get("words", {}).items():
        if not _names(spec.get("columns")):
            yield _("[words.%(field)s] doit dire dans quelles colonnes : columns.") % {"field": field}
    hours = written.get("hours", {})
    yield from _unknown_keys(hours, HOURS_KEYS, "[hours] :")
    yield from _unknown_keys(hours.get("days", {}), set(DAYS), "[hours.days] :")
    for rule in written.get("precision", ()):
        if len(rule.get("same", ())) != 2 or rule.get("code") not in {"place", "housenumber", "street", "commune"}:
            yield _("[[precision]] : same = [deux colonnes], code = place, housenumber, street ou commune.")


def _unknown_keys(table: Mapping[str, Any], known: set[str], what: str) -> Iterator[str]:
    yield from (unknown(key, nearest(key, known), what=what) for key in table if key not in known)
