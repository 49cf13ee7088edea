"""Knows how what was received is seen in the administration: read, never changed there."""

from django.contrib import admin
from django.http import HttpRequest

from maillage.contributions.models import Proposal, Report


class Held(admin.ModelAdmin):  # type: ignore[type-arg]  # of both models
    """Read only: what is done of it is decided elsewhere."""

    list_display = ("received_at", "sent_with", "reference", "place", "state")
    list_filter = ("state", "sent_with")
    date_hierarchy = "received_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


admin.site.register([Proposal, Report], Held)
