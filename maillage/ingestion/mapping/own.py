"""Knows our own mapping form (TOML), checked line by line before the run and compiled into the plan."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from maillage.base.text import fold
from maillage.directory.fields import FIELDS, Shape
from maillage.ingestion.errors import WrongMapping
from maillage.ingestion.mapping.faults import CHOSEN, ELEMENTS, TAKES, faults, meanings, names
from maillage.ingestion.mapping.keywords import loosen
from maillage.ingestion.mapping.lint import code_of
from maillage.ingestion.mapping.plan import (
    ALL,
    FIRST,
    JOIN,
    SPLIT,
    Choice,
    Completion,
    Detail,
    HoursRule,
    Plan,
    PrecisionRule,
    Take,
    ValueTable,
    Words,
    folded_patterns,
)

__all__ = ["TAKES", "compile_plan"]

SEVERAL = {Shape.PHONES, Shape.EMAILS, Shape.TEXTS}  # fields that take all their columns, not only the first filled
STABLE = ("name", "street", "commune")  # what a row without identifier is known by, unless the mapping says otherwise
ABOUT = ("label", "licence", "url", "attests", "authoritative_for")


def compile_plan(text: str, *, name: str, version: str) -> Plan:
    """The plan of a TOML mapping. Raise WrongMapping with every fault found."""
    try:
        written = tomllib.loads(text)
        if wrong := list(faults(written)):
            raise WrongMapping("\n".join(wrong))
        return _compiled(written, name=name, version=version)
    except tomllib.TOMLDecodeError as error:
        raise WrongMapping(_("La correspondance n’est pas un TOML valide : %(reason)s.") % {"reason": error}) from error
    except RecursionError as error:
        raise WrongMapping(_("La correspondance emboîte trop de tables les unes dans les autres.")) from error
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise WrongMapping(_("La correspondance n’a pas la forme attendue : une table, une liste ou un texte est à la place d’un autre.")) from error


def _compiled(written: Mapping[str, Any], *, name: str, version: str) -> Plan:
    about = written["list"]
    takes = {field: _take(spec, field) for field, spec in written["fields"].items()}
    stable = tuple(dict.fromkeys(column for field in STABLE if field in takes for column in takes[field].columns))
    return Plan(
        name=name,
        version=version,
        about={key: about[key] for key in ABOUT if key in about},
        record_id=names(about.get("id")),
        fingerprint=names(about.get("fingerprint")) or stable,
        personal=names(about.get("personal")),
        known=names(about.get("known")),
        recognised_by=names(about.get("recognised_by")),
        statement=about.get("statement", ""),
        takes=takes,
        choices=(*_choices(written), *map(_offer, written.get("offers", ()))),
        words=tuple(_words(written.get("words", {}))),
        tables=tuple(_tables(written.get("values", {}))),
        hours=_hours(written.get("hours")),
        precision=tuple(PrecisionRule(rule["same"][0], rule["same"][1], rule["code"]) for rule in written.get("precision", ())),
    )


def _take(spec: Any, field: str = "") -> Take:
    takes_all = field in FIELDS and FIELDS[field].shape in SEVERAL
    if not isinstance(spec, Mapping):
        return Take(names(spec), ALL if takes_all else FIRST)
    columns = names(spec.get("column")) or names(spec.get("columns")) or names(spec.get("join")) or names(spec.get("split"))
    how = JOIN if "join" in spec else SPLIT if "split" in spec else ALL if takes_all else FIRST
    complete = (
        Completion(names(spec["complete"]), folded_patterns(names(spec.get("when"))), folded_patterns(names(spec.get("unless"))))
        if "complete" in spec
        else None
    )
    return Take(
        columns=columns,
        how=how,
        separator=spec.get("separator", "," if how == SPLIT else " "),
        part=spec.get("part", 0),
        constant=spec.get("value", ""),
        skip=folded_patterns(names(spec.get("skip"))),
        complete=complete,
        otherwise=_take(spec["otherwise"], field) if "otherwise" in spec else None,
        contact=spec.get("contact", ""),
    )


def _choices(written: Mapping[str, Any]) -> Iterator[Choice]:
    for field in sorted(CHOSEN & written.keys()):
        for rule in written[field]:
            code = rule.get("code", "")
            yield _choice(rule, field, (code_of(FIELDS[field].vocabulary, code) or "") if field in ELEMENTS else code)


def _choice(rule: Mapping[str, Any], field: str, code: str, detail: Detail | None = None) -> Choice:
    terms, noes, vetoes = (tuple(loosen(term) for term in names(rule.get(key))) for key in ("terms", "no", "except"))
    return Choice(
        field=field,
        code=code,
        columns=names(rule.get("columns")),
        terms=terms,
        vetoes=vetoes,
        state=rule.get("state", True),
        noes=noes,
        answers=rule.get("answers", False),
        detail=detail,
        written=(*names(rule.get("terms")), *names(rule.get("no"))),
    )


def _offer(rule: Mapping[str, Any]) -> Choice:
    facets = tuple((facet, tuple(code_of(facet, code) or "" for code in names(codes))) for facet, codes in rule.get("facets", {}).items())
    detail = Detail(rule.get("provider", ""), rule.get("variant", ""), rule.get("role", ""), facets, names(rule.get("area")))
    return _choice(rule, "offers", code_of("services", rule["code"]) or "", detail)


def _words(parts: Mapping[str, Any]) -> Iterator[Words]:
    for field, specs in parts.items():
        for spec in specs if isinstance(specs, list) else [specs]:
            skip = folded_patterns(names(spec.get("skip")))
            yield Words(field, names(spec["columns"]), spec.get("separators", "|;"), skip, spec.get("dictionary", False))


def _tables(parts: Mapping[str, Any]) -> Iterator[ValueTable]:
    for field, tables in parts.items():
        for spec in tables if isinstance(tables, list) else [tables]:
            table = {fold(cell): tuple(_told(field, means)) for cell, means in spec["table"].items()}
            yield ValueTable(field, names(spec["columns"]), table, spec.get("separators", ""))


def _told(field: str, means: Any) -> Iterator[tuple[str, bool]]:
    for code, state in meanings(field, means):
        yield (code_of(FIELDS[field].vocabulary, code or "") or "") if field in ELEMENTS else code or "", state


def _hours(spec: Mapping[str, Any] | None) -> HoursRule | None:
    if spec is None:
        return None
    days = tuple((day, names(columns)) for day, columns in spec.get("days", {}).items())
    return HoursRule(days, names(spec.get("osm")), names(spec.get("words")), names(spec.get("weeks")), spec.get("value", ""))
