"""Knows which module answers which address: pages in two languages, files in none."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, include, path

from maillage.web.api.door import api

admin.site.unregister([Group, EmailAddress])  # rights come from our roles alone, addresses from our accounts
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # by e-mailed code, like everybody

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
    path("", include("maillage.opendata.urls")),
    *i18n_patterns(
        path("connexion/", include("maillage.accounts.urls")),
        path("", include("maillage.web.api.urls")),
        path("", include("maillage.web.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "maillage.web.errors.bad_request"
handler403 = "maillage.web.errors.permission_denied"
handler404 = "maillage.web.errors.not_found"
handler500 = "maillage.web.errors.server_error"
