"""Knows the addresses of the data door."""

from django.urls import path

from maillage.opendata import views

urlpatterns = [
    path("donnees/lieux-mediation-numerique.csv", views.export, {"file_name": "lieux-mediation-numerique.csv"}, name="standard-csv"),
    path("donnees/<str:file_name>", views.export, name="export"),
]
