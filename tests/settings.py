"""Knows how the settings differ under test: a directory of its own per run, cheap passwords, a refusal of undefined template variables."""

import os
import tempfile

os.environ["MAILLAGE_VAR"] = tempfile.mkdtemp(prefix="maillage-test-")  # per process: parallel runs and workers never meet
os.environ.setdefault("MAILLAGE_DEBUG", "0")
os.environ["MAILLAGE_PRODUCTION"] = "0"

from maillage.config.settings import *  # noqa: E402
from tests.templates import UndefinedVariable  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
API_RATE = 0  # a thousand tests in one process are one client
