"""Knows the addresses of the data door."""

from django.urls import path

from maillage.opendata import views

urlpatterns = [
    path("donnees/lieux-mediation-numerique.csv", views.export, {"file_name": "lieux-mediation-numerique.csv"}, name="standard-csv"),
    path("donnees/telechargements/<path:path>", views.dumped, name="dumped"),
    path("donnees/lieux/<str:code>/fermetures.ics", views.closures_of_place, name="place-closures"),
    path("donnees/reseaux/<str:network>/fermetures.ics", views.closures_of_network, name="network-closures"),
    path("donnees/changements.atom", views.changes_atom, name="changes-atom"),
    path("donnees/catalogue.jsonld", views.catalogue_jsonld, name="catalogue"),
    path("donnees/dictionnaire.json", views.dictionary_json, name="dictionary-json"),
    path("donnees/<str:file_name>", views.export, name="export"),
]
