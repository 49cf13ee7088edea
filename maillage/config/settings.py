"""Knows every setting. Values come from the environment only (docs/reference/settings.md); a wrong one stops the start with a sentence."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from maillage.config.environment import Environment

env = Environment()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = env.path("MAILLAGE_VAR", default=Path("var"))
STATIC_ROOT = VAR / "static"
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)  # holds the base, mails and the key: nobody else's business
STATIC_ROOT.mkdir(exist_ok=True)

DEBUG = env.boolean("MAILLAGE_DEBUG", default=False)
PRODUCTION = env.boolean("MAILLAGE_PRODUCTION", default=False)
SECRET_KEY = env.secret_key(VAR, production=PRODUCTION)

# Name and addresses
SITE_NAME = env.text("MAILLAGE_NAME", default="Maillage")  # the door's name, at the head of every page
SOURCE_URL = env.optional_address("MAILLAGE_SOURCE_URL")  # the licence asks for a link
PUBLIC_URL = env.address("MAILLAGE_PUBLIC_URL", default="http://localhost:8000")
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.words("MAILLAGE_HOSTS", default=sorted({str(urlsplit(PUBLIC_URL).hostname), "localhost", "127.0.0.1", "[::1]"}))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXIES = env.integer("MAILLAGE_PROXIES", default=0)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# Modules. Ours come first: their templates win over those of the packages they use.
INSTALLED_APPS = [
    "maillage.config",
    "maillage.web",
    "maillage.cli",
    "maillage.opendata",
    "maillage.contributions",
    "maillage.linkage",
    "maillage.search",
    "maillage.ingestion",
    "maillage.directory",
    "maillage.territories",
    "maillage.referentials",
    "maillage.accounts",
    "maillage.audit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_tasks_db",
]

MIDDLEWARE = [
    "maillage.config.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "maillage.web.api.answering.ApiMiddleware",  # answers under /api/ alone: nothing below concerns programs
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # old telephones on slow networks; Django pads answers against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "maillage.config.middleware.PathLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
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
                "maillage.web.context.page",
            ],
        },
    }
]

# What is kept
DATABASES = {"default": env.database("DATABASE_URL", var=VAR)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 20_000}}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Words and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "maillage" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# Files that pages need: named by their content in production, found without `collectstatic` elsewhere
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage" if PRODUCTION else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# Mail
mail = env.mail("MAILLAGE_SMTP", folder=VAR / "mail")
globals().update(mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAILLAGE_FROM_EMAIL", default=f"maillage@{urlsplit(PUBLIC_URL).hostname}")

# People: they sign in by a code sent to their address; nobody has a password, nobody signs up alone
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "maillage.accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {"request_login_code": "maillage.accounts.forms.RequestCodeForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code proves the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail, and the same page as others
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/5m/key", "login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}

# Protection of browsers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
SECURE_SSL_REDIRECT = PRODUCTION and HTTPS
SECURE_HSTS_SECONDS = env.integer("MAILLAGE_HSTS_SECONDS", default=365 * 24 * 3600) if PRODUCTION and HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "maillage.web.errors.csrf_failure"
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other names of the domain are not ours to force to HTTPS
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Who may ask how much of the API (maillage/web/api/limits): requests a second in the long run; 0: no limit
API_RATE = env.integer("MAILLAGE_API_RATE", default=10)
API_SHARED_NETWORKS = env.networks("MAILLAGE_API_SHARED_NETWORKS")
API_SHARED_RATE = env.integer("MAILLAGE_API_SHARED_RATE", default=200)
API_KEY_RATE = env.integer("MAILLAGE_API_KEY_RATE", default=100)

# What is asked outside (maillage/base/outside): lists by their address, and services that the operator chose
FETCH_PORTS = env.ports("MAILLAGE_FETCH_PORTS", default=[80, 443])
FETCH_ALLOW_PRIVATE = env.words("MAILLAGE_FETCH_ALLOW_PRIVATE", default=[])  # host or host:port
GEO_API_URL = env.address("MAILLAGE_GEO_API_URL", default="https://geo.api.gouv.fr")  # where `update_communes` asks
GEOCODER_URL = env.optional_address("MAILLAGE_GEOCODER_URL")  # none: no address leaves this instance
GEOCODER_RATE = env.integer("MAILLAGE_GEOCODER_RATE", default=10)  # requests a second, at most
GEOCODER_BATCH = env.integer("MAILLAGE_GEOCODER_BATCH", default=1_000)  # addresses in one request; 1: one by one

# The map: none of its tiles by default, so that nothing is asked of anybody else
BASEMAP_STYLE_URL = env.optional_address("MAILLAGE_BASEMAP_STYLE_URL")  # a MapLibre style, or the address of tiles with {z}, {x}, {y}
BASEMAP_HOSTS = env.words("MAILLAGE_BASEMAP_HOSTS", default=[])  # other hosts that this style asks
BASEMAP_ATTRIBUTION = env.text("MAILLAGE_BASEMAP_ATTRIBUTION", default="")

# Processes that read the rows of a long list
IMPORT_PROCESSES = env.integer("MAILLAGE_IMPORT_PROCESSES", default=min(os.cpu_count() or 1, 2))

# Journal of the server: one JSON object a line on standard error, never a query string
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "maillage.config.logs.JsonFormatter"}},
    "filters": {"refusal": {"()": "maillage.config.logs.RefusalFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}, "null": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["stderr"], "level": env.text("MAILLAGE_LOG_LEVEL", default="INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["refusal"], "propagate": True},
        "django.server": {"handlers": ["null"], "propagate": False},  # writes query strings; ours writes the same line without them
    },
}
