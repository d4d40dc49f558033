import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trygghet.settings")

application = get_wsgi_application()

# All views are loaded before the first visitor comes, and what then is there stays as long as the
# process: looking through it for garbage again and again took every tenth millisecond of a page.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
