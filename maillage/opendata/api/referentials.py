"""Knows how the vocabularies are given: every code of the API, what it is called, what it is called elsewhere."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from maillage.base import refusals
from maillage.opendata.api import shapes
from maillage.opendata.api.caching import until_published
from maillage.referentials import selectors
from maillage.referentials.terms import Term, Vocabulary

router = Router(tags=[gettext_noop("Référentiels")])


@router.get(
    "/referentials",
    operation_id="referentials",
    url_name="referentials",
    summary=gettext_noop("Les vocabulaires"),
    description=gettext_noop("Leur version, leur origine, leur licence. external : les codes d’un autre système, buts de nos correspondances."),
    response={200: shapes.ReferentialsAnswer},
    openapi_extra={"x-examples": ["/api/v1/referentials"]},
)
@until_published
def referentials(request: HttpRequest) -> JsonResponse:
    told = [described(vocabulary) for _name, vocabulary in sorted(selectors.vocabularies().items())]
    return JsonResponse({"referentials": told}, json_dumps_params={"ensure_ascii": False})


@router.get(
    "/referentials/{name}",
    operation_id="referential",
    url_name="referential",
    summary=gettext_noop("Un vocabulaire, terme par terme"),
    description=gettext_noop("Dans l’ordre où on le montre : formulations pour les professionnels et pour les habitants, en français et en anglais."),
    response={200: shapes.ReferentialAnswer},
    openapi_extra={"x-examples": ["/api/v1/referentials/services", "/api/v1/referentials/needs"]},
)
@until_published
def referential(request: HttpRequest, name: str) -> JsonResponse:
    vocabulary = selectors.vocabularies().get(name)
    if vocabulary is None:
        raise refusals.not_found(_("Aucun vocabulaire ne s’appelle « {name} ».").format(name=name[:40]), _("Leurs noms sont donnés par /referentials."))
    return JsonResponse({**described(vocabulary), "terms": [term(each) for each in vocabulary]}, json_dumps_params={"ensure_ascii": False})


def described(vocabulary: Vocabulary) -> dict[str, Any]:
    meta = vocabulary.meta
    return {
        "name": vocabulary.name,
        "title": {"fr": meta.title, "en": meta.english_title},
        "version": meta.version,
        "origin": meta.origin,
        "licence": meta.licence,
        "read_on": meta.read_on.isoformat(),
        "external": meta.external,
        "size": len(vocabulary),
    }


def term(told: Term) -> dict[str, Any]:
    return {
        "code": told.code,
        "parent": told.parent or None,
        "label": {"fr": told.label, "en": told.english},
        "public": {"fr": told.public, "en": told.english_public},
        "standard": told.standard or None,
        "aliases": list(told.aliases),
        "words": list(told.words),
        "crosswalk": {name: list(codes) for name, codes in told.crosswalk.items()},
    }
