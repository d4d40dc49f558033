from django.urls import path

from programs.views import bodies, program

app_name = "programs"
urlpatterns = [
    path("program/", program.program_list, name="program-list"),
    path("program/<slug:code>/", program.program_detail, name="program-detail"),
    path("program/<slug:code>/mandat/", program.program_matrix, name="program-matrix"),
    path("organ/", bodies.body_list, name="body-list"),
    path("organ/<slug:code>/", bodies.body_detail, name="body-detail"),
    path(
        "organ/<slug:code>/samordnare/ny/", bodies.coordinator_appoint, name="coordinator-appoint"
    ),
    path(
        "organ/<slug:code>/samordnare/<int:pk>/avsluta/",
        bodies.coordinator_end,
        name="coordinator-end",
    ),
    path("begrepp/", program.concept_list, name="concept-list"),
    path("karta/omraden/<slug:level>.json", program.area_map, name="area-map"),
]
