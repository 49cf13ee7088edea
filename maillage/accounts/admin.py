"""Knows how accounts are seen in the administration. Every write goes through actions, so that it leaves an event."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from maillage.accounts import actions
from maillage.accounts.models import Grant, User
from maillage.base import clock


class GrantInline(admin.TabularInline[Grant, User]):
    model = Grant
    fk_name = "user"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("role", "scope_kind", "scope_id", "granted_at", "granted_by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ("email", "name", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    readonly_fields = ("joined_at", "last_login")
    inlines = (GrantInline,)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[GrantInline], ...]:
        return self.inlines if obj else ()

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return ("email", "name", "is_active", "joined_at", "last_login") if obj else ("email", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return ("email", "name", *self.readonly_fields) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        by = request.user if isinstance(request.user, User) else None
        if change:
            actions.set_active(user=obj, active=obj.is_active, by=by, now=clock.now())
        else:
            obj.pk = actions.create_user(email=obj.email, name=obj.name, by=by, now=clock.now()).pk
            obj.refresh_from_db()
