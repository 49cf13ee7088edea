"""Knows how a server starts the application: settings, then what the first visitor would otherwise wait for."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")

application = get_wsgi_application()

from maillage.web.warming import warm  # noqa: E402 - needs the applications above

warm()
