"""The whole address book; the apps' own lists are tied together here."""

from django.urls import include, path

from followup.views.start import start
from trygghet.api.pages import docs

urlpatterns = [
    path("", start, name="start"),
    path("", include("trygghet.health.urls")),
    path("", include("trygghet.pages.urls")),
    path("konto/", include("trygghet.accounts.urls")),
    path("api/v1/docs/", docs, name="api-docs"),
    path("api/v1/", include("trygghet.api_urls")),
    path("", include("programs.urls")),
    path("installningar/nycklar/", include("trygghet.api.settings_urls")),
    path("installningar/", include("programs.settings_urls")),
    path("", include("collaboration.urls")),
    path("", include("followup.urls")),
]

handler400 = "trygghet.errors.bad_request"
handler500 = "trygghet.errors.server_error"
