"""Knows every setting. Values come from the environment only; a wrong one stops the start with a sentence."""

from pathlib import Path

from maillage.config.environment import Environment

env = Environment()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = env.path("MAILLAGE_VAR", default=Path("var"))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.boolean("MAILLAGE_DEBUG", default=False)
PRODUCTION = env.boolean("MAILLAGE_PRODUCTION", default=False)
SECRET_KEY = env.secret_key(VAR, production=PRODUCTION)
ALLOWED_HOSTS = env.words("MAILLAGE_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env.text("MAILLAGE_PUBLIC_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_tasks_db",
    "maillage.audit",
    "maillage.accounts",
    "maillage.referentials",
    "maillage.territories",
    "maillage.directory",
    "maillage.ingestion",
    "maillage.search",
    "maillage.linkage",
    "maillage.opendata",
    "maillage.web",
    "maillage.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", var=VAR)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "maillage" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"

EMAIL_BACKEND = env.text("MAILLAGE_EMAIL_BACKEND", default="django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = env.text("MAILLAGE_FROM_EMAIL", default="maillage@localhost")
