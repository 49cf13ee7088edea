"""Knows the address of the page that describes the API."""

from django.urls import path

from maillage.web.api import reading

urlpatterns = [path("donnees/api/", reading.documentation, name="api-documentation")]
