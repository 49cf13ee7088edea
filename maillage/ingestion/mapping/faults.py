"""Knows everything that can be wrong in a mapping of our form, each fault in one sentence with the nearest right word."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.directory.fields import FIELDS, GROUPS, OFFER_FACETS, Shape
from maillage.directory.values import ROLES
from maillage.ingestion.mapping.lint import code_of, nearest, nearest_label, unknown

TAKEN = {Shape.TEXT, Shape.NUMBER, Shape.PHONES, Shape.EMAILS, Shape.TEXTS, Shape.KEYED}
TAKES = {name for name, field in FIELDS.items() if field.shape in TAKEN} - {"hours", "hours_words", "precision", "state"} | {"as_of"}
ELEMENTS = {name for name, field in FIELDS.items() if field.shape is Shape.ELEMENTS and field.vocabulary}
FLAGS = {name for name, field in FIELDS.items() if field.shape is Shape.FLAG}
CHOSEN = {*ELEMENTS, *FLAGS, "state"}
STATES = ("open", "closed", "gone")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
PRECISIONS = ("place", "housenumber", "street", "commune")
TEXT, TEXTS, NUMBER, FLAG, TABLE, ANY = "text", "texts", "number", "flag", "table", "any"
LIST_KEYS = {
    "label": TEXT, "licence": TEXT, "url": TEXT, "id": TEXTS, "fingerprint": TEXTS, "personal": TEXTS, "known": TEXTS,
    "attests": ANY, "authoritative_for": TEXTS, "recognised_by": TEXTS, "statement": TEXT,
}  # fmt: skip
TAKE_KEYS = {
    "column": TEXTS, "columns": TEXTS, "join": TEXTS, "separator": TEXT, "split": TEXTS, "part": NUMBER, "value": TEXT, "skip": TEXTS,
    "complete": TEXTS, "when": TEXTS, "unless": TEXTS, "otherwise": ANY, "contact": TEXT,
}  # fmt: skip
CHOICE_KEYS = {"code": TEXT, "columns": TEXTS, "terms": TEXTS, "no": TEXTS, "except": TEXTS, "answers": FLAG, "state": FLAG}
OFFER_KEYS = CHOICE_KEYS | {"provider": TEXT, "variant": TEXT, "role": TEXT, "facets": TABLE, "area": TEXTS}
HOURS_KEYS = {"days": TABLE, "osm": TEXTS, "words": TEXTS, "weeks": TEXTS, "value": TEXT}
WORDS_KEYS = {"columns": TEXTS, "separators": TEXT, "skip": TEXTS, "dictionary": FLAG}
VALUES_KEYS = {"columns": TEXTS, "table": TABLE, "separators": TEXT}
PRECISION_KEYS = {"same": TEXTS, "code": TEXT}
LIST_LIMITS = {"label": 200, "licence": 60, "url": 500}  # characters, as the columns of an origin
OFFER_LIMITS = {"provider": 200, "variant": 60}


def faults(written: Mapping[str, Any]) -> Iterator[str]:
    """Everything wrong in a mapping as written."""
    sections = {"list", "fields", "words", "values", "hours", "precision", "offers", *CHOSEN}
    yield from _unknown_keys(written, sections, _("Partie"))
    for section in ("list", "fields"):
        if not isinstance(written.get(section), Mapping):
            yield _("La partie [%(name)s] manque.") % {"name": section}
            return
    yield from _list_faults(written["list"])
    yield from _unknown_keys(written["fields"], TAKES, "[fields] :")
    if "name" not in written["fields"]:
        yield _("[fields] doit dire dans quelle colonne est le nom : name = « … ».")
    for field, spec in written["fields"].items():
        yield from _take_faults(field, spec)
    for field in sorted(CHOSEN & written.keys()):
        yield from _choice_faults(field, written[field])
    yield from _offer_faults(written.get("offers", []))
    yield from _words_faults(written.get("words", {}))
    yield from _values_faults(written.get("values", {}))
    yield from _hours_faults(written.get("hours", {}))
    yield from _precision_faults(written.get("precision", []))


def _list_faults(about: Mapping[str, Any]) -> Iterator[str]:
    yield from _wrong(about, LIST_KEYS, "[list]")
    if not about.get("id") and not about.get("fingerprint"):
        yield _("[list] doit dire à quoi une ligne se reconnaît : id (identifiant) ou fingerprint (champs stables).")
    for key, limit in LIST_LIMITS.items():
        if len(str(about.get(key, ""))) > limit:
            yield _("[list] %(key)s : %(limit)d caractères au plus.") % {"key": key, "limit": limit}
    for group in about.get("authoritative_for", ()):
        if group not in GROUPS:
            yield unknown(str(group), nearest(str(group), GROUPS), what="authoritative_for")


def _take_faults(field: str, spec: Any) -> Iterator[str]:
    if is_kind(spec, TEXTS):
        return
    if not isinstance(spec, Mapping):
        yield _("[fields] %(field)s : écrire un nom de colonne, une liste de colonnes ou une table.") % {"field": field}
        return
    yield from _wrong(spec, TAKE_KEYS, f"[fields] {field}")
    if spec.get("contact", "service") not in ("service", "person"):
        yield unknown(str(spec["contact"]), "person", what=f"[fields] {field}.contact")
    if spec.get("separator") == "":
        yield _("[fields] %(field)s : separator ne peut pas être vide.") % {"field": field}
    if "otherwise" in spec:
        yield from _take_faults(field, spec["otherwise"])


def _rules(rules: Any, place: str) -> Iterator[Mapping[str, Any] | str]:
    """The rules of a part written between double brackets, or the fault of one that is not."""
    if not isinstance(rules, list):
        yield _("Écrire les règles de %(field)s entre doubles crochets : [[%(field)s]].") % {"field": place}
        return
    for rank, rule in enumerate(rules, start=1):
        yield rule if isinstance(rule, Mapping) else _("[[%(field)s]] %(rank)s : ce n’est pas une table.") % {"field": place, "rank": rank}


def _choice_faults(field: str, rules: Any) -> Iterator[str]:
    for rule in _rules(rules, field):
        if isinstance(rule, str):
            yield rule
            continue
        yield from _rule_faults(rule, CHOICE_KEYS, f"[[{field}]]")
        code = str(rule.get("code", ""))
        if field in ELEMENTS:
            yield from _code_faults(field, code, f"[[{field}]] code :")
        elif field == "state" and code not in STATES:
            yield unknown(code, nearest(code, STATES), what="[[state]] code")


def _rule_faults(rule: Mapping[str, Any], keys: Mapping[str, str], place: str) -> Iterator[str]:
    yield from _wrong(rule, keys, place)
    for key in ("terms", "no", "except", "answers"):
        if rule.get(key) and not rule.get("columns"):
            yield _("%(place)s : « %(key)s » demande des colonnes, « columns ».") % {"place": place, "key": key}
    for key in ("terms", "no", "except"):
        terms = rule.get(key, ())
        if any(isinstance(term, str) and not term.strip() for term in (terms if isinstance(terms, list) else [terms])):
            yield _("%(place)s : un mot vide dans « %(key)s » se trouverait partout.") % {"place": place, "key": key}
    if rule.get("answers") and (rule.get("terms") or rule.get("no")):
        yield _("%(place)s : « answers » lit oui ou non et se passe de « terms » et de « no ».") % {"place": place}


def _code_faults(vocab: str, code: str, what: str) -> Iterator[str]:
    if code_of(vocab, code) is None:
        told = unknown(code, nearest_label(vocab, code), what=what)
        yield _("%(told)s Tous les codes : maillage mapping codes %(vocabulary)s") % {"told": told, "vocabulary": vocab}


def _offer_faults(rules: Any) -> Iterator[str]:
    for rule in _rules(rules, "offers"):
        if isinstance(rule, str):
            yield rule
            continue
        yield from _rule_faults(rule, OFFER_KEYS, "[[offers]]")
        yield from _code_faults("services", str(rule.get("code", "")), "[[offers]] code :")
        for key, limit in OFFER_LIMITS.items():
            if len(str(rule.get(key, ""))) > limit:
                yield _("[[offers]] %(key)s : %(limit)d caractères au plus.") % {"key": key, "limit": limit}
        role = rule.get("role", "" if rule.get("provider") else "own")
        if role not in ROLES:
            yield unknown(str(role), nearest(str(role), ROLES), what="[[offers]] role")
        for facet, codes in rule["facets"].items() if isinstance(rule.get("facets"), Mapping) else ():
            if facet not in OFFER_FACETS:
                yield unknown(facet, nearest(facet, OFFER_FACETS), what="[[offers]] facets")
            elif not is_kind(codes, TEXTS):
                yield _("[[offers]] facets.%(facet)s : écrire une liste de codes.") % {"facet": facet}
            else:
                for code in names(codes):
                    yield from _code_faults(facet, code, f"[[offers]] facets.{facet} :")


def _words_faults(parts: Any) -> Iterator[str]:
    if not isinstance(parts, Mapping):
        yield _("Écrire les mots d’un champ dans sa partie : [words.services].")
        return
    yield from _unknown_keys(parts, ELEMENTS, "[words] :")
    for field, specs in parts.items():
        for spec in specs if isinstance(specs, list) else [specs]:
            if not isinstance(spec, Mapping) or not spec.get("columns"):
                yield _("[words.%(field)s] doit dire dans quelles colonnes : columns.") % {"field": field}
                continue
            yield from _wrong(spec, WORDS_KEYS, f"[words.{field}]")


def _values_faults(parts: Any) -> Iterator[str]:
    if not isinstance(parts, Mapping):
        yield _("Écrire la table des valeurs d’un champ dans sa partie : [values.services].")
        return
    yield from _unknown_keys(parts, CHOSEN, "[values] :")
    for field, tables in parts.items():
        for spec in tables if isinstance(tables, list) else [tables]:
            if field in CHOSEN:
                yield from _table_faults(field, spec)


def _table_faults(field: str, spec: Any) -> Iterator[str]:
    place = f"[values.{field}]"
    if not isinstance(spec, Mapping) or not spec.get("columns") or not isinstance(spec.get("table"), Mapping):
        yield _("%(place)s doit dire dans quelles colonnes, « columns », et ce que dit chaque valeur, « table ».") % {"place": place}
        return
    yield from _wrong(spec, VALUES_KEYS, place)
    known: dict[str, Any] = {}
    for cell, means in spec["table"].items():
        if known.setdefault(fold(cell), means) != means:
            yield _("%(place)s « %(cell)s » : cette valeur ne diffère d’une autre que par ses accents, capitales ou signes.") % {"place": place, "cell": cell}
    for cell, means in spec["table"].items():
        for code, _state in meanings(field, means) or [("", True)]:
            if code is None:
                told = _("%(place)s « %(cell)s » : écrire des codes, { yes = […], no = […] }, ou [] quand la valeur ne dit rien.")
                yield told % {"place": place, "cell": cell}
            elif code and field in ELEMENTS:
                yield from _code_faults(field, code, f"{place} « {cell} » :")
            elif code and field == "state" and code not in STATES:
                yield unknown(code, nearest(code, STATES), what=f"{place} « {cell} »")


def meanings(field: str, means: Any) -> list[tuple[str | None, bool]]:
    """Codes that a value of a table says, with yes or no; a None code is a fault of form."""
    if field in FLAGS and isinstance(means, bool):
        return [("", means)]
    if is_kind(means, TEXTS) and field not in FLAGS:
        return [(code, True) for code in names(means)]
    if isinstance(means, Mapping) and field in ELEMENTS and means.keys() <= {"yes", "no"} and all(is_kind(codes, TEXTS) for codes in means.values()):
        return [(code, key == "yes") for key, codes in means.items() for code in names(codes)]
    return [] if means == [] else [(None, True)]


def _hours_faults(hours: Any) -> Iterator[str]:
    if not isinstance(hours, Mapping):
        yield _("Écrire les horaires dans leur partie : [hours].")
        return
    yield from _wrong(hours, HOURS_KEYS, "[hours]")
    days = hours.get("days", {})
    if isinstance(days, Mapping):
        yield from _wrong(days, dict.fromkeys(DAYS, TEXTS), "[hours.days]")


def _precision_faults(rules: Any) -> Iterator[str]:
    for rule in _rules(rules, "precision"):
        if isinstance(rule, str):
            yield rule
        elif not is_kind(rule.get("same"), TEXTS) or len(names(rule["same"])) != 2 or rule.get("code") not in PRECISIONS or rule.keys() - PRECISION_KEYS:
            yield _("[[precision]] : same = [deux colonnes], code = place, housenumber, street ou commune.")


def is_kind(value: Any, kind: str) -> bool:
    """Is a value of the kind that a key expects? A text stands for a list of one."""
    match kind:
        case "text":
            return isinstance(value, str)
        case "texts":
            return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "flag":
            return isinstance(value, bool)
        case "table":
            return isinstance(value, Mapping)
    return True


def names(spec: Any) -> tuple[str, ...]:
    """One name or several, as a tuple."""
    return (spec,) if isinstance(spec, str) else tuple(spec or ())


def _wrong(table: Mapping[str, Any], keys: Mapping[str, str], place: str) -> Iterator[str]:
    """Keys that do not exist, and those whose value is not of the right kind."""
    yield from _unknown_keys(table, set(keys), f"{place} :")
    expected = {
        TEXT: _("un texte"),
        TEXTS: _("un texte ou une liste de textes"),
        NUMBER: _("un nombre entier"),
        FLAG: _("true ou false"),
        TABLE: _("une table"),
    }
    for key, value in table.items():
        if key in keys and not is_kind(value, keys[key]):
            yield _("%(place)s %(key)s n’a pas la forme attendue : %(expected)s.") % {"place": place, "key": key, "expected": expected[keys[key]]}


def _unknown_keys(table: Mapping[str, Any], known: set[str], what: str) -> Iterator[str]:
    yield from (unknown(key, nearest(key, known), what=what) for key in table if key not in known)
