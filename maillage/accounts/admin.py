"""Knows how accounts are seen in the administration. Every write goes through actions, so that it leaves an event."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from maillage.accounts import actions
from maillage.accounts.enums import KeyScope
from maillage.accounts.models import ApiKey, Grant, User
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
        by = user_of(request)
        if change:
            actions.set_active(user=obj, active=obj.is_active, by=by, now=clock.now())
        else:
            obj.pk = actions.create_user(email=obj.email, name=obj.name, by=by, now=clock.now()).pk
            obj.refresh_from_db()


class ApiKeyForm(forms.ModelForm[ApiKey]):
    """A new key: for whom, what for, until when."""

    scopes = forms.MultipleChoiceField(label=gettext_lazy("ce qu’elle permet"), choices=KeyScope.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ApiKey
        fields = ("label", "scopes", "expires_on")

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(gettext("Le dernier jour de cette clé est passé."))
        return day


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin[ApiKey]):
    """A key is made or revoked, never changed; it is shown once, when made."""

    form = ApiKeyForm
    list_display = ("label", "prefix", "told_scopes", "expires_on", "revoked_at", "last_used_on")
    fields = readonly_fields = ("label", "prefix", "told_scopes", "created_at", "created_by", "expires_on", "revoked_at", "last_used_on")
    actions = ("revoke",)

    @admin.display(description=gettext_lazy("ce qu’elle permet"))
    def told_scopes(self, key: ApiKey) -> str:
        return ", ".join(key.scope_labels)

    @admin.action(description=gettext_lazy("Révoquer les clés choisies"), permissions=["change"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiKey]) -> None:
        for key in chosen:
            actions.revoke_key(key=key, by=user_of(request), now=clock.now())

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        return self.fields if obj else ApiKeyForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: ApiKey | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs, **({"form": forms.ModelForm} if obj else {}))

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: ModelForm[ApiKey], change: bool) -> None:
        if change:
            return
        scopes = [KeyScope(scope) for scope in form.cleaned_data["scopes"]]
        made, secret = actions.create_key(label=obj.label, scopes=scopes, expires_on=obj.expires_on, by=user_of(request), now=clock.now())
        obj.pk = made.pk
        obj.refresh_from_db()
        messages.warning(request, gettext("Clé à transmettre maintenant, elle ne sera plus montrée : {secret}").format(secret=secret))


def user_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
