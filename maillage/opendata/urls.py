"""Knows the addresses of the data door."""

from django.urls import path

from maillage.opendata import views

urlpatterns = [
    path("donnees/lieux-mediation-numerique.csv", views.standard_csv, name="standard-csv"),
    path("donnees/lieux-mediation-numerique-a-completer.csv", views.standard_companion_csv, name="standard-companion-csv"),
]
