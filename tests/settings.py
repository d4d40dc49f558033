"""The real settings on the embedded servers, with a quick password hash."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("HTTPS", "false")
if "MEDIA_ROOT" not in os.environ:  # one folder for the tests and for the processes they start
    os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="trygghet-test-")
    atexit.register(shutil.rmtree, os.environ["MEDIA_ROOT"], ignore_errors=True)

from trygghet.settings import *  # noqa: F403
from trygghet.settings import CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, STORAGES

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_trygghet")}
# What a test commits need not outlive a power cut: no commit waits for the disk.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
# A worker of another test run, or of a program that runs beside, must not take our messages.
_run = f"{DATABASES['default']['TEST']['NAME']}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"{_run}-"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
