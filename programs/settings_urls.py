from django.urls import path

from programs.views import settings

urlpatterns = [
    path("", settings.settings, name="settings"),
    path("program/<slug:code>/", settings.program_settings, name="settings-program"),
    path("personer/ny/", settings.person_new, name="settings-person-new"),
    path("personer/<int:pk>/", settings.person_detail, name="settings-person"),
    path("personer/<int:pk>/andra/", settings.person_edit, name="settings-person-edit"),
    path(
        "personer/<int:pk>/roller/<int:grant>/ta-bort/",
        settings.role_take,
        name="settings-role-take",
    ),
    path("personer/<int:pk>/avsluta/", settings.person_deactivate, name="settings-person-end"),
    path("personer/<int:pk>/oppna/", settings.person_reactivate, name="settings-person-open"),
    path("personer/<int:pk>/losenord/", settings.person_link, name="settings-person-link"),
]
