"""Knows how the API describes itself: OpenAPI 3.1, in the reader's language, with what every operation shares."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI

Document = dict[str, Any]

PATH = "/api/v1/"

DESCRIPTION = gettext_noop(
    "Les lieux qui aident avec le numérique, leurs services, ce qui en change. La lecture est ouverte à tous, sans clé, dans une limite équitable "
    "par adresse ; une clé donne davantage. Les réponses portent un ETag : redemandez avec If-None-Match. Chaque refus est un application/problem+json "
    "qui dit quoi faire. Les listes sont des pages : suivez next. Jamais de contact d’une personne nommée."
)
LICENCE = {"name": "Licence Ouverte 2.0", "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}
TRANSLATED = ("description", "summary")
EXAMPLES = "x-examples"  # of an operation: addresses that answer; a test asks each of them
METHODS = ("get", "post", "put", "patch", "delete")

LANG: Document = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": gettext_noop("Langue des textes ; à défaut, celle que demande Accept-Language."),
    "schema": {"type": "string", "enum": ["fr", "en"]},
}
PROBLEM: Document = {
    "type": "object",
    "description": gettext_noop("Un refus (RFC 9457)."),
    "required": ["type", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer", "description": gettext_noop("Le code HTTP.")},
        "title": {"type": "string", "description": gettext_noop("Le refus en quelques mots.")},
        "detail": {"type": "string", "description": gettext_noop("Ce qui ne va pas dans cette demande.")},
        "remedy": {"type": "string", "description": gettext_noop("Ce qu’il faut faire.")},
        "errors": {
            "type": "array",
            "description": gettext_noop("Chaque valeur qui ne va pas."),
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "value": {}, "message": {"type": "string"}},
            },
        },
    },
}
REFUSALS = {
    "401": gettext_noop("La clé donnée n’est pas bonne."),
    "404": gettext_noop("Rien n’a ce code."),
    "405": gettext_noop("Cette méthode ne s’emploie pas ici."),
    "422": gettext_noop("Une valeur ne se lit pas : errors dit laquelle."),
    "429": gettext_noop("Trop de demandes : attendez le nombre de secondes de Retry-After."),
    "500": gettext_noop("Erreur de notre côté."),
}
SECURITY_SCHEMES: Document = {
    "bearer": {"type": "http", "scheme": "bearer", "description": gettext_noop("Une clé, pour demander davantage.")},
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": gettext_noop("La même clé, dans un autre en-tête.")},
}


@lru_cache(maxsize=8)
def document(api: NinjaAPI, language: str) -> Document:
    """The whole description, in this language."""
    told: Document = deepcopy(dict(api.get_openapi_schema(path_prefix=PATH)))
    told["info"] |= {"title": settings.SITE_NAME, "description": DESCRIPTION, "license": LICENCE}
    told["servers"] = [{"url": settings.PUBLIC_URL}]
    told["components"] |= {"securitySchemes": deepcopy(SECURITY_SCHEMES), "schemas": {**told["components"]["schemas"], "Problem": deepcopy(PROBLEM)}}
    told["security"] = [{}, {"bearer": []}, {"key": []}]
    for _path, _method, operation in operations(told):
        complete(operation)
    with translation.override(language):
        return reworded(told)  # type: ignore[no-any-return]


def operations(told: Mapping[str, Any]) -> Iterator[tuple[str, str, Document]]:
    """Each operation of a document: path, method, what is said of it."""
    for path, methods in told["paths"].items():
        yield from ((path, method, operation) for method, operation in methods.items() if method in METHODS)


def complete(operation: Document) -> None:
    """Add what every operation shares: the language, the refusals, the answer "nothing new"."""
    operation["parameters"] = [*operation.get("parameters", []), deepcopy(LANG)]
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, description in REFUSALS.items():
        answers.setdefault(status, {"description": description, "content": problem})
    answers.setdefault("304", {"description": gettext_noop("Rien de nouveau depuis la réponse de cet ETag.")})
    answers.setdefault("default", {"description": gettext_noop("Tout autre refus."), "content": problem})
    for answer in answers.values():
        if answer["description"] == "OK":
            answer["description"] = gettext_noop("La réponse.")
    operation["responses"] = dict(sorted(answers.items()))


def reworded(node: Any, *, names: bool = False) -> Any:
    """The same, its sentences in the active language and without the titles that only repeat names. `names`: the keys are names that somebody chose."""
    if isinstance(node, list):
        return [reworded(each) for each in node]
    if not isinstance(node, dict):
        return node
    told = {}
    for key, value in node.items():
        if names or not isinstance(value, str):
            told[key] = reworded(value, names=key in ("properties", "schemas", "paths", "$defs") and not names)
        elif key in TRANSLATED:
            told[key] = gettext(value) if value else ""
        elif key != "title" or "version" in node:
            told[key] = value
    if isinstance(told.get("tags"), list):
        told["tags"] = [gettext(tag) for tag in told["tags"]]
    return told
