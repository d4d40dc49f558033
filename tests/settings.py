"""The real settings on the embedded servers, with a quick password hash."""

import os

os.environ.setdefault("HTTPS", "false")

from trygghet.settings import *  # noqa: F403
from trygghet.settings import DATABASES, STORAGES

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_trygghet")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
