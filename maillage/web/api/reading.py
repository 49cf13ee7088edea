"""Knows how people read what the API says of itself: its OpenAPI document, laid out on one page without script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.web.api.document import EXAMPLES, document, operations
from maillage.web.api.door import api

FEW = 12  # values told in full


@dataclass(frozen=True)
class Value:
    """A parameter, or a member of an answer. `shape`: the name of the shape that describes it further."""

    name: str
    kind: str
    description: str
    shape: str = ""
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """What one address answers."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Value]
    examples: list[str]
    shape: str


@dataclass(frozen=True)
class Shape:
    """An object found in answers."""

    name: str
    description: str
    members: list[Value]


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The whole API on one page."""
    told = document(api, get_language() or "fr")
    groups: dict[str, list[Operation]] = {}
    for path, method, operation in operations(told):
        groups.setdefault(operation.get("tags", [""])[0], []).append(read(path, method, operation))
    shapes = [shape(name, schema) for name, schema in sorted(told["components"]["schemas"].items()) if "properties" in schema]
    return render(request, "web/api.html", {"info": told["info"], "server": told["servers"][0]["url"], "groups": groups, "shapes": shapes})


def read(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    answer: dict[str, Any] = next((answer for status, answer in operation["responses"].items() if status.startswith("2")), {})
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=[parameter(each) for each in operation["parameters"] if each["name"] != "lang"],
        examples=operation.get(EXAMPLES, []),
        shape=reference(schema),
    )


def parameter(told: Mapping[str, Any]) -> Value:
    return Value(told["name"], kind(told["schema"]), told.get("description", ""), required=told.get("required", False))


def shape(name: str, schema: Mapping[str, Any]) -> Shape:
    required = schema.get("required", [])
    members = [Value(member, kind(each), each.get("description", ""), reference(each), member in required) for member, each in schema["properties"].items()]
    return Shape(name, schema.get("description", ""), members)


def reference(schema: Mapping[str, Any]) -> str:
    """Name of the shape that a schema is, or is made of."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    within = [*schema.get("anyOf", []), *([schema["items"]] if isinstance(schema.get("items"), dict) else [])]
    return next((name for name in map(reference, within) if name), "")


def kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in words."""
    return " · ".join(kinds(schema))


def kinds(schema: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in schema or "const" in schema:
        values = [str(value) for value in schema.get("enum", [schema.get("const")])]
        more = [_("… ({count} en tout)").format(count=len(values))] if len(values) > FEW else []
        yield ", ".join([*values[:FEW], *more])
    elif "anyOf" in schema:
        yield _(" ou ").join(kind(each) for each in schema["anyOf"])
    elif schema.get("type") == "array":
        yield _("liste : {kind}").format(kind=kind(schema.get("items") or {}) or _("valeurs"))
    elif "$ref" in schema:
        yield reference(schema)
    else:
        names = {
            "string": _("texte"),
            "integer": _("entier"),
            "number": _("nombre"),
            "boolean": "true, false",
            "object": _("objet"),
            "null": "null",
        }
        yield names.get(str(schema.get("type", "")), "")
    yield from limits(schema)


def limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "minimum" in schema and "maximum" in schema:
        yield _("de {low} à {high}").format(low=schema["minimum"], high=schema["maximum"])
    if "maxLength" in schema:
        yield _("{count} caractères au plus").format(count=schema["maxLength"])
    if "format" in schema:
        yield str(schema["format"])
    if schema.get("default") not in (None, [], {}, ""):
        yield _("{value} par défaut").format(value=str(schema["default"]).lower() if isinstance(schema["default"], bool) else schema["default"])
