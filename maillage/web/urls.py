"""Knows the addresses of the pages."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import TemplateView

from maillage.web.data import views as data
from maillage.web.duplicates import views as duplicates
from maillage.web.embed import making
from maillage.web.embed import views as embed
from maillage.web.health import views as health
from maillage.web.lists import corrections, mapping
from maillage.web.lists import views as lists
from maillage.web.resident import views
from maillage.web.resident.map import views as map_views
from maillage.web.style import views as style
from maillage.web.verify import views as verify
from maillage.web.vocabularies import views as vocabularies

PAIR = r"(?P<one>[0-9A-Za-z]{8})-(?P<other>[0-9A-Za-z]{8})"  # public codes of two places

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("lieux/", views.places, name="places"),
    path("lieux/carte/", map_views.page, name="places-map"),
    path("lieux/points.json", map_views.places, name="places-points"),
    path("carte/departements.json", map_views.outline, name="map-outline"),
    re_path(r"^lieux/(?:(?P<slug>[^/]*)-)?(?P<code>[0-9A-Za-z]{8})/$", views.place, name="place"),
    path("listes/", lists.lists, name="lists"),
    path("listes/nouvelle/", lists.new, name="list-new"),
    path("listes/<slug:key>/", lists.one, name="list"),
    path("listes/<slug:key>/deposer/", lists.deposit, name="list-deposit"),
    path("listes/<slug:key>/relire/", lists.fetch, name="list-fetch"),
    path("listes/<slug:key>/annuler/", lists.undo, name="list-undo"),
    path("listes/<slug:key>/adresse/", lists.schedule, name="list-schedule"),
    path("listes/<slug:key>/correspondance/", mapping.mapping, name="list-mapping"),
    re_path(r"^listes/(?P<key>[-\w]+)/compte-rendu\.(?P<form>xlsx|html|csv|json)$", lists.report, name="list-report"),
    path("listes/<slug:key>/corrections/", corrections.page, name="list-corrections"),
    path("listes/<slug:key>/corrections/preparer/", corrections.prepare, name="list-corrections-prepare"),
    path("listes/<slug:key>/corrections/appliquer/", corrections.apply, name="list-corrections-apply"),
    path("listes/<slug:key>/corrections.xlsx", corrections.sheet, name="list-corrections-sheet"),
    path("territoires/", duplicates.territories, name="territories"),
    path("territoires/<slug:territory>/doublons/", duplicates.queue, name="duplicates"),
    path("territoires/<slug:territory>/doublons/liste/", duplicates.waiting, name="duplicates-list"),
    path("territoires/<slug:territory>/doublons/decisions/", duplicates.decisions, name="duplicates-decisions"),
    re_path(rf"^territoires/(?P<territory>[-\w]+)/doublons/{PAIR}/$", duplicates.pair, name="duplicate"),
    re_path(rf"^territoires/(?P<territory>[-\w]+)/doublons/{PAIR}/annuler/$", duplicates.withdraw, name="duplicate-withdraw"),
    path("donnees/", data.data, name="data"),
    path("donnees/dictionnaire/", data.dictionary, name="dictionary"),
    path("donnees/verifier/", verify.verify, name="verify"),
    path("referentiels/", vocabularies.vocabularies, name="vocabularies"),
    path("referentiels/<slug:name>/", vocabularies.vocabulary, name="vocabulary"),
    path("sante/", health.health, name="health"),
    path("sante/vivant/", health.live, name="health-live"),
    path("donnees/integrer/", making.make, name="embed-make"),
    path("integrer/lieux/", embed.frame, name="embed"),
    path("integrer/liste.html", embed.fragment, name="embed-fragment"),
    path("integrer/carte/", embed.map_page, name="embed-map"),
    path("integrer/points.json", embed.places, name="embed-points"),
    path("integrer/maillage-carte.js", embed.module, name="embed-module"),
    path("integrer/couleurs.css", embed.colours, name="embed-colours"),
    path("integrer/composant.css", embed.component_style, name="embed-component-style"),
    path("accessibilite/", TemplateView.as_view(template_name="web/accessibility.html"), name="accessibility"),
]

if settings.DEBUG:
    urlpatterns += [path("style/", style.parts, name="style"), path("style/<slug:name>/", style.example, name="style-example")]
