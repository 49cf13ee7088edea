"""Knows what is good to know of a place, what nobody told us, and with whom it works."""

from django.utils.translation import gettext as _

from maillage.directory import selectors
from maillage.directory.models import Place, Relation
from maillage.referentials import selectors as referentials
from maillage.web import words
from maillage.web.parts import Fact
from maillage.web.resident import cards
from maillage.web.resident.subject import Subject, display_name, is_visible, safe, url_of

FACTS = ("who_may_come", "audiences", "care", "costs", "access", "support", "level", "languages", "itinerance", "equipment", "programmes", "labels")
GOES_WITHOUT_SAYING = frozenset({"fixe"})


def facts(place: Place) -> list[Fact]:
    titles = fact_titles()
    told = [(titles[facet], cards.labels(facet, [code for code in place.facets.get(facet, ()) if code not in GOES_WITHOUT_SAYING])) for facet in FACTS]
    others = place.facets.get("other_labels", [])
    return [Fact(title, " · ".join(labels)) for title, labels in [*told, (titles["other_labels"], others)] if labels]


def fact_titles() -> dict[str, str]:
    return {
        "who_may_come": _("Qui peut venir"),
        "audiences": _("Surtout pour"),
        "care": _("On sait aider si"),
        "costs": _("Prix"),
        "access": _("Comment venir"),
        "support": _("Comment on aide"),
        "level": _("Pour quel niveau"),
        "languages": _("Langues parlées"),
        "itinerance": _("Où"),
        "equipment": _("Sur place"),
        "programmes": _("Fait partie de"),
        "labels": _("Formé et reconnu"),
        "other_labels": _("Autres labels"),
    }


def unknowns(subject: Subject, *, has_phone: bool) -> list[str]:
    """What a visitor would ask and that nobody told us."""
    place = subject.place
    told = {code for offer in subject.offers for code in (offer.concept, referentials.first_level("services", offer.concept))}
    silent = [term.code for term in referentials.vocabulary("services") if not term.parent and term.code not in told and term.code not in place.services_denied]
    others = words.listing([words.lower_first(referentials.label("services", code)) for code in silent])
    known = {facet for offer in subject.offers for facet, codes in offer.facets.items() if codes} | {facet for facet, codes in place.facets.items() if codes}
    questions = [
        (bool(subject.offers) and bool(silent), _("S’il aide aussi à : {services}").format(services=others)),
        ("costs" not in known, _("Si c’est gratuit")),
        ("access" not in known and not place.appointment_url, _("S’il faut prendre rendez-vous")),
        (not place.access_url and "handicaps-moteurs" not in place.facets.get("care", ()), _("Si l’on peut entrer en fauteuil")),
        (not has_phone, _("Son numéro de téléphone")),
    ]
    return [question for asked, question in questions if asked]


TELL_WHERE = frozenset({Relation.Kind.HOSTED_AT, Relation.Kind.SAME_BUILDING, Relation.Kind.STOP_OF})  # would give away a hidden address


def relations(place: Place) -> list[Fact]:
    """With whom, and who runs it."""
    told = [Fact(_("Dépend de"), place.parent)] if place.parent else []
    is_hidden = place.visibility == Place.Visibility.ADDRESS_HIDDEN
    for link in selectors.relations_of(place):
        other_is_hidden = link.place is not None and link.place.visibility == Place.Visibility.ADDRESS_HIDDEN
        if link.relation.kind in TELL_WHERE and (is_hidden or other_is_hidden):
            continue
        title = relation_titles()[link.relation.kind][0 if link.outward else 1]
        if link.place and is_visible(link.place):
            told.append(Fact(title, display_name(link.place), url_of(link.place)))
        elif link.place and link.outward and link.relation.kind == Relation.Kind.PART_OF_NETWORK and is_named(link.place):
            told.append(Fact(title, display_name(link.place)))
        elif link.relation.organisation:
            told.append(Fact(title, link.relation.organisation.name, safe(link.relation.organisation.website)))
    return told


def is_named(network: Place) -> bool:
    """May the name of a network be told, though its office receives nobody?"""
    return network.withheld == Place.Withheld.NO and network.state == Place.State.OPEN


def relation_titles() -> dict[str, tuple[str, str]]:
    """Titles of a link, seen from its subject and from its object."""
    return {
        "hosted_at": (_("Accueilli à"), _("Accueille")),
        "part_of_network": (_("Fait partie du réseau"), _("Réunit")),
        "stop_of": (_("Arrêt de"), _("S’arrête à")),
        "same_building": (_("Dans le même bâtiment que"), _("Dans le même bâtiment que")),
        "run_by": (_("Géré par"), _("Gère")),
        "works_at": (_("Intervient à"), _("Reçoit")),
    }
