"""Knows the people who work in the network and what they may do where."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.accounts.enums import KeyScope, ScopeKind


def normalise_email(email: str) -> str:
    """One spelling per mailbox: lower case, no spaces around. Unique constraints compare this form on both databases."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))

    def create_user(self, email: str, **fields: Any) -> "User":
        """Add a person. Nobody has a password: people sign in by a code sent to their address."""
        user = self.model(email=normalise_email(email), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, **fields: Any) -> "User":
        fields.pop("password", None)
        return self.create_user(email, **fields | {"is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works in the network. Never a resident: residents need no account."""

    email = models.EmailField(_("adresse électronique"), max_length=254, unique=True)
    name = models.CharField(_("nom affiché"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("accède à l’administration"), default=False)
    is_active = models.BooleanField(_("actif"), default=True, help_text=_("Décochez au lieu de supprimer le compte."))
    joined_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)

    @property
    def initials(self) -> str:
        """Two letters for a round badge: "Chloé Marchand" -> "CM"."""
        words = (self.name or self.email).replace("-", " ").split()
        return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper()


class Grant(models.Model):
    """A role held by a person somewhere: in one place, one network, one territory, or the whole instance."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("rôle"), max_length=20)
    scope_kind = models.CharField(_("portée"), max_length=12, choices=ScopeKind.choices)
    scope_id = models.CharField(_("où"), max_length=60, blank=True, help_text=_("code du lieu, « dep:23 »… ; vide pour toute l’instance"))
    granted_at = models.DateTimeField(_("donné le"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("rôle donné")
        verbose_name_plural = _("rôles donnés")
        ordering = ["user", "scope_kind", "scope_id", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope_kind", "scope_id"], name="grant_once"),
            models.CheckConstraint(
                condition=models.Q(scope_kind="instance", scope_id="") | (~models.Q(scope_kind="instance") & ~models.Q(scope_id="")),
                name="grant_scope_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_kind}:{self.scope_id}"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def holding(self, today: date) -> Self:
        """Keys neither revoked nor over."""
        return self.filter(models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=today), revoked_at__isnull=True)


class ApiKey(models.Model):
    """A key of the API, given to the software of an organisation. The key itself is shown once and never kept."""

    prefix = models.CharField(_("début"), max_length=8, unique=True, help_text=_("ce qui la nomme, sans la donner"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("organisation"), max_length=200)
    scopes = models.JSONField(_("ce qu’elle permet"), default=list)
    created_at = models.DateTimeField(_("créée le"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    expires_on = models.DateField(_("dernier jour"), null=True, blank=True, help_text=_("vide : sans fin"))
    revoked_at = models.DateTimeField(_("révoquée le"), null=True, blank=True)
    last_used_on = models.DateField(_("dernier usage"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("clé de l’API")
        verbose_name_plural = _("clés de l’API")
        ordering = ["label", "pk"]

    def __str__(self) -> str:
        return f"{self.label} ({self.prefix}…)"

    @property
    def scope_labels(self) -> list[str]:
        """What it allows, in words."""
        return [str(KeyScope(scope).label) for scope in self.scopes]
