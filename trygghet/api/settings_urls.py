from django.urls import path

from trygghet.api import pages

urlpatterns = [
    path("", pages.token_list, name="settings-tokens"),
    path("ny/", pages.token_new, name="settings-token-new"),
    path("<int:pk>/aterkalla/", pages.token_revoke, name="settings-token-revoke"),
]
